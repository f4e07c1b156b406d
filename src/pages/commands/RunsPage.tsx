import React from 'react';
import { Stack } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { RunState } from '../../../contract/run.ts';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { RunList } from '../../components/RunList';
import { useCommands } from '../../data/useCommands';
import { useRuns } from '../../data/useRuns';
import { useServers } from '../../data/useServers';
import { useUrlState } from '../../data/useUrlState';
import { commandTabs } from './commandTabs';

export function RunsPage() {
  const [state, change] = useUrlState({ command: '', server: '', state: '' });
  const commands = useCommands().data ?? [];
  const servers = useServers(60_000).data ?? [];
  const runs = useRuns({
    limit: 200,
    ...(state.command === '' ? {} : { command: state.command }),
    ...(state.server === '' ? {} : { server: state.server }),
    ...(RunState.safeParse(state.state).success ? { state: state.state as RunState } : {}),
  });
  return (
    <AppPage title="Commands" tabs={commandTabs('runs')}>
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap">
          <Picker label="Command" placeholder="Every command" isClearable width="auto" minWidth={20} options={commands.map(({ id, name }) => ({ value: id, label: name }))} value={state.command || null} onChange={(chosen) => change({ command: chosen?.value ?? '' })} />
          <Picker label="Server" placeholder="Every server" isClearable width="auto" minWidth={20} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={state.server || null} onChange={(chosen) => change({ server: chosen?.value ?? '' })} />
          <Picker label="State" placeholder="Every state" isClearable width="auto" minWidth={16} options={RunState.options.map((value) => ({ value, label: value }))} value={state.state || null} onChange={(chosen) => change({ state: chosen?.value ?? '' })} />
        </Stack>
        <QueryView query={runs} what="the runs">
          {({ items }) => <RunList title="" runs={items} empty="No run matches." />}
        </QueryView>
      </Stack>
    </AppPage>
  );
}
