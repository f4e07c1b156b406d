import React from 'react';
import { TextLink } from '@grafana/ui';
import type { Run } from '../../contract/run.ts';
import { paths } from '../data/paths';
import { Ago } from './Ago';
import { personName } from './personName';
import { RunStateBadge } from './RunStateBadge';
import { SimpleTable } from './SimpleTable';
import { units } from './units';

interface RunListProps {
  runs: Run[];
  title: string;
  empty: string;
  /** The page is about one of the two: it does not stand in each row again. */
  without?: 'Command' | 'Server';
}

/** Runs as rows; each opens its output. */
export function RunList({ runs, title, empty, without }: RunListProps) {
  const left = without === 'Command' ? 0 : without === 'Server' ? 1 : -1;
  const shown = <Cell,>(cells: Cell[]) => cells.filter((_, at) => at !== left);
  return (
    <SimpleTable
      title={title}
      empty={empty}
      head={shown(['Command', 'Server', 'State', 'Started', 'Took', 'Result', 'By', ''])}
      rows={runs.map((run) => shown<React.ReactNode>([
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
      ]))}
    />
  );
}
