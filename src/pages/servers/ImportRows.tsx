import React from 'react';
import { Alert, Badge, Stack, Text } from '@grafana/ui';
import type { ImportReport } from '../../../contract/import.ts';

const colors = { create: 'green', update: 'blue', same: 'purple', skip: 'purple', error: 'red' } as const;
const words = { create: 'new', update: 'changed', same: 'same', skip: 'left out', error: 'error' } as const;

/** What an import makes of each row. */
export function ImportRows({ report }: { report: ImportReport }) {
  return (
    <Stack direction="column" gap={1}>
      {!report.dryRun && (
        <Alert severity={report.failed > 0 ? 'warning' : 'success'} title={`${report.created} added, ${report.updated} changed, ${report.failed} failed`} />
      )}
      {report.rows.map((row) => (
        <Stack key={row.row} gap={1} alignItems="center" wrap="wrap">
          <Badge text={words[row.result]} color={colors[row.result]} />
          <Text weight="medium">{row.name}</Text>
          <Text color="secondary">
            {row.server?.username}
            {row.server?.host === undefined ? '' : `@${row.server.host}`}
            {row.jumpName === null ? '' : ` through ${row.jumpName}`}
          </Text>
          {row.message !== null && <Text>{row.message}</Text>}
        </Stack>
      ))}
    </Stack>
  );
}
