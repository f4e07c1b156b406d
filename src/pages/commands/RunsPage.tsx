import React, { useState } from 'react';
import { Button, Stack } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { RunState } from '../../../contract/run.ts';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { RunBatch } from '../../components/RunBatch';
import { RunList } from '../../components/RunList';
import { paths } from '../../data/paths';
import { useCommands } from '../../data/useCommands';
import { useRuns } from '../../data/useRuns';
import { useServers } from '../../data/useServers';
import { useUrlState } from '../../data/useUrlState';
import { commandTabs } from './commandTabs';

export function RunsPage() {
  const [state, change] = useUrlState({ command: '', server: '', state: '', batch: '' });
  const [limit, setLimit] = useState(200);
  const commands = useCommands().data ?? [];
  const servers = useServers(60_000).data ?? [];
  const runs = useRuns({
    limit,
    ...(state.command === '' ? {} : { command: state.command }),
    ...(state.server === '' ? {} : { server: state.server }),
    ...(RunState.safeParse(state.state).success ? { state: state.state as RunState } : {}),
  });
  if (state.batch !== '') {
    return (
      <AppPage title="Runs started together" parent={{ text: 'Runs', url: paths.runs() }}>
        <RunBatch batch={state.batch} />
      </AppPage>
    );
  }
  return (
    <AppPage title="Commands" tabs={commandTabs('runs')}>
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap">
          <Picker label="Command" placeholder="Every command" isClearable width="auto" minWidth={20} options={commands.map(({ id, name }) => ({ value: id, label: name }))} value={state.command || null} onChange={(chosen) => change({ command: chosen?.value ?? '' })} />
          <Picker label="Server" placeholder="Every server" isClearable width="auto" minWidth={20} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={state.server || null} onChange={(chosen) => change({ server: chosen?.value ?? '' })} />
          <Picker label="State" placeholder="Every state" isClearable width="auto" minWidth={16} options={RunState.options.map((value) => ({ value, label: value }))} value={state.state || null} onChange={(chosen) => change({ state: chosen?.value ?? '' })} />
        </Stack>
        <QueryView query={runs} what="the runs">
          {({ items, next }) => (
            <>
              <RunList title="" runs={items} empty="No run matches." />
              {next !== null && (
                <Stack justifyContent="center">
                  <Button variant="secondary" fill="text" onClick={() => setLimit((present) => Math.min(1000, present + 200))} disabled={limit >= 1000}>
                    {limit >= 1000 ? 'These are the newest 1000: choose a command, a server or a state' : 'Show older runs'}
                  </Button>
                </Stack>
              )}
            </>
          )}
        </QueryView>
      </Stack>
    </AppPage>
  );
}
