import React, { useMemo } from 'react';
import { FilterPill, Stack, Text } from '@grafana/ui';
import { StatusState } from '../../../contract/status.ts';
import { LiveNote } from '../../components/LiveNote';
import { statusMarks } from '../../components/StatusBadge';
import type { FleetRow } from '../../data/fleetRow';

interface FleetTotalsProps {
  rows: FleetRow[];
  shown: number;
  updatedAt: number | undefined;
  live: string;
  status: string;
  onStatus: (status: string) => void;
}

/** How many are in which state; a click shows those alone. */
export function FleetTotals({ rows, shown, updatedAt, live, status, onStatus }: FleetTotalsProps) {
  const totals = useMemo(() => {
    const count = { up: 0, down: 0, paused: 0, pending: 0 };
    rows.forEach((row) => (count[row.status.state] += 1));
    return count;
  }, [rows]);
  return (
    <Stack wrap="wrap" justifyContent="space-between" alignItems="center" gap={1}>
      <Stack gap={0.5} wrap="wrap" alignItems="center">
        {StatusState.options.map((state) => (
          <FilterPill key={state} label={`${statusMarks[state]} ${totals[state]} ${state}`} selected={status === state} onClick={() => onStatus(status === state ? '' : state)} />
        ))}
        {shown < rows.length && (
          <Text color="secondary" variant="bodySmall">
            {shown} of {rows.length} shown
          </Text>
        )}
      </Stack>
      <LiveNote live={live} at={updatedAt} />
    </Stack>
  );
}
