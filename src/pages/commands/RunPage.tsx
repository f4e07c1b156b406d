import React from 'react';
import { useParams } from 'react-router-dom';
import { dateTimeFormat } from '@grafana/data';
import { Button, Stack, Text, TextLink } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import type { RunDetail } from '../../../contract/run.ts';
import { Ago } from '../../components/Ago';
import { AppPage } from '../../components/AppPage';
import { Facts } from '../../components/Facts';
import { personName } from '../../components/personName';
import { QueryView } from '../../components/QueryView';
import { OutputText } from '../../components/OutputText';
import { runOver } from '../../components/runOver';
import { RunStateBadge } from '../../components/RunStateBadge';
import { units } from '../../components/units';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import { useRun, useRuns } from '../../data/useRuns';
import { useUrlState } from '../../data/useUrlState';
import { RunDiff } from './RunDiff';

export function RunPage() {
  const { id = '' } = useParams();
  const run = useRun(id);
  // Asked for again until nothing more comes of it.
  useRun(id, run.data !== undefined && runOver(run.data.state) ? Infinity : 2_000);
  return (
    <AppPage title={run.data === undefined ? 'Run' : `${run.data.commandName} on ${run.data.serverName}`} parent={{ text: 'Runs', url: paths.runs() }}>
      <QueryView query={run} what="the run">
        {(data) => <Shown run={data} />}
      </QueryView>
    </AppPage>
  );
}

function Shown({ run }: { run: RunDetail }) {
  const [state, change] = useUrlState({ with: '' });
  const others = useRuns(run.commandId === null ? { batch: run.batch, limit: 100 } : { command: run.commandId, limit: 100 }, Infinity);
  const again = useAction((client) => client.rerun({ params: { id: run.id } }), { failed: () => 'It was not run again', done: ({ runs }) => `Running again on ${runs.map(({ serverName }) => serverName).join(', ')}`, invalidates: ['runs?'] });
  const cancel = useAction((client) => client.cancelRun({ params: { id: run.id } }), { failed: () => 'The run was not cancelled', done: () => 'Run cancelled', invalidates: [`runs/${run.id}`] });
  const options = (others.data?.items ?? []).filter(({ id }) => id !== run.id).map((one) => ({ value: one.id, label: `${one.serverName}, ${one.startedAt === null ? 'waiting' : dateTimeFormat(one.startedAt)}`, description: one.state }));
  return (
    <Stack direction="column" gap={2}>
      <Facts
        facts={[
          ['State', <RunStateBadge key="state" state={run.state} />],
          ['Server', <TextLink key="server" href={paths.server(run.serverId)}>{run.serverName}</TextLink>],
          ['Started', <Ago key="at" at={run.startedAt} never="waiting" />],
          ['Took', run.durationMs === null ? '–' : units.seconds(run.durationMs / 1000)],
          ...(run.exitCode === null ? [] : [['Exit code', String(run.exitCode)] as [string, string]]),
          ...(run.error === null ? [] : [['Why', run.error] as [string, string]]),
          ['By', run.trigger === 'schedule' ? 'schedule' : `${personName(run.actor)} (${run.trigger})`],
          ['Together with', <TextLink key="batch" href={paths.runs({ batch: run.batch })}>the runs that were started with it</TextLink>],
          ...Object.entries(run.values).map(([name, value]): [string, string] => [name, value]),
        ]}
      />
      <OutputText runId={run.id} live={undefined} over={runOver(run.state)} />
      <details>
        <summary>Script</summary>
        <pre>{run.script}</pre>
      </details>
      <Stack gap={1} wrap="wrap" alignItems="center">
        {can('operate') && !runOver(run.state) && (
          <Button variant="destructive" fill="outline" disabled={cancel.busy} onClick={() => void cancel.run()}>
            Cancel
          </Button>
        )}
        {can('operate') && (
          <Button variant="secondary" icon="sync" disabled={again.busy} onClick={() => void again.run()}>
            Run again
          </Button>
        )}
        <Text color="secondary">Compare with</Text>
        <Picker label="Compare with" placeholder="another run" isClearable width="auto" minWidth={36} options={options} value={state.with || null} onChange={(chosen) => change({ with: chosen?.value ?? '' })} />
      </Stack>
      {state.with !== '' && <RunDiff left={run.id} right={state.with} />}
    </Stack>
  );
}
