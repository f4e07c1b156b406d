import React from 'react';
import { Alert, Badge, Stack } from '@grafana/ui';
import { SimpleTable } from '../../components/SimpleTable';
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
      <SimpleTable
        title=""
        head={['Result', 'Server', 'Address', 'Through', 'Why']}
        rows={report.rows.map((row) => [
          <Badge key="result" text={words[row.result]} color={colors[row.result]} />,
          row.name,
          row.server?.host === undefined ? '–' : `${row.server.username === undefined ? '' : `${row.server.username}@`}${row.server.host}`,
          row.jumpName ?? '–',
          row.message ?? '',
        ])}
      />
    </Stack>
  );
}
