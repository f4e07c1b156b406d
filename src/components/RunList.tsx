import React from 'react';
import { TextLink } from '@grafana/ui';
import type { Run } from '../../contract/run.ts';
import { paths } from '../data/paths';
import { Ago } from './Ago';
import { personName } from './personName';
import { RunStateBadge } from './RunStateBadge';
import { SimpleTable } from './SimpleTable';
import { units } from './units';

/** Runs as rows; each opens its output. */
export function RunList({ runs, title, empty }: { runs: Run[]; title: string; empty: string }) {
  return (
    <SimpleTable
      title={title}
      empty={empty}
      head={['Command', 'Server', 'State', 'Started', 'Took', 'Result', 'By', '']}
      rows={runs.map((run) => [
        run.commandName,
        <TextLink key="server" inline={false} href={paths.server(run.serverId)}>
          {run.serverName}
        </TextLink>,
        <RunStateBadge key="state" state={run.state} />,
        <Ago key="at" at={run.startedAt} never="waiting" />,
        run.durationMs === null ? '–' : units.seconds(run.durationMs / 1000),
        run.exitCode === null ? (run.error ?? '–') : `exit ${run.exitCode}`,
        run.trigger === 'schedule' ? 'schedule' : personName(run.actor),
        <TextLink key="open" inline={false} href={paths.run(run.id)}>
          Output
        </TextLink>,
      ])}
    />
  );
}
