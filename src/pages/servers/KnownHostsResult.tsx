import React from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import { SimpleTable } from '../../components/SimpleTable';
import type { KnownHostsReport } from '../../../contract/hostKey.ts';

interface KnownHostsResultProps {
  report: KnownHostsReport;
  dryRun: boolean;
  busy: boolean;
  onConfirm: () => void;
}

/** What each line of a known_hosts file means for the fleet. */
export function KnownHostsResult({ report, dryRun, busy, onConfirm }: KnownHostsResultProps) {
  const pins = report.lines.filter(({ result }) => result === 'pinned').reduce((sum, { servers }) => sum + servers.length, 0);
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <SimpleTable title="" head={['Line', 'Server', 'Result']} rows={report.lines.map((line) => [String(line.line), line.servers.map(({ name }) => name).join(', ') || '–', line.message])} />
      {dryRun ? (
        <Button disabled={busy || pins === 0} onClick={onConfirm}>
          Pin {pins} {pins === 1 ? 'key' : 'keys'}
        </Button>
      ) : (
        <Text color="success">{report.pinned} keys pinned.</Text>
      )}
    </Stack>
  );
}
