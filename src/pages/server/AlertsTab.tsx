import React from 'react';
import { Badge, Stack, Text } from '@grafana/ui';
import { checks } from '../../../contract/check.ts';
import { Ago } from '../../components/Ago';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { useServerIncidents } from '../../data/useIncidents';
import { useLimits } from '../../data/useLimits';
import type { TabProps } from './serverTabs';

const number = (value: number | null) => (value === null ? '–' : String(Math.round(value * 100) / 100));

/** This server's incidents and the limits in force on it. */
export function AlertsTab({ server }: TabProps) {
  const incidents = useServerIncidents(server.id);
  const limits = useLimits(server.id);
  return (
    <Stack direction="column" gap={3}>
      <QueryView query={incidents} what="the incidents">
        {(items) => (
          <SimpleTable
            title="Incidents"
            empty="None so far."
            head={['State', 'Severity', 'What', 'Since', 'Resolved']}
            rows={items.map((one) => [one.state, <Badge key="severity" text={one.severity} color={one.severity === 'critical' ? 'red' : 'orange'} />, one.title, <Ago key="at" at={one.startedAt} />, <Ago key="end" at={one.resolvedAt} never="–" />])}
          />
        )}
      </QueryView>
      <QueryView query={limits} what="the limits">
        {(items) => (
          <SimpleTable
            title="Limits in force"
            empty="No limit applies."
            head={['Check', 'On', 'Now', 'Warning', 'Critical', 'From']}
            rows={items.map((one) => [
              <span key="check">{checks[one.check].title}</span>,
              one.item ?? '',
              one.wouldFire === null ? number(one.value) : <Text key="value" color={one.wouldFire === 'critical' ? 'error' : 'warning'}>{number(one.value)}</Text>,
              one.enabled ? number(one.warning) : 'off',
              one.enabled ? number(one.critical) : 'off',
              one.from.type === 'tag' ? `tag ${one.from.tag}=${one.from.value}` : one.from.type,
            ])}
          />
        )}
      </QueryView>
    </Stack>
  );
}
