import React, { useState } from 'react';
import { EmptyState, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { useQuery } from '../../data/useQuery';
import { useServers } from '../../data/useServers';
import { useUrlState } from '../../data/useUrlState';
import { Analysis } from './Analysis';
import { logTabs } from './logTabs';

const spans = [
  { value: '15', label: '15 min' },
  { value: '60', label: '1 h' },
  { value: '360', label: '6 h' },
  { value: '1440', label: '1 d' },
];

/** What a server's logs say in a span of time: levels, patterns, errors. */
export function AnalysisPage() {
  const servers = useServers(60_000).data ?? [];
  const [state, change] = useUrlState({ server: '', minutes: '60' });
  return (
    <AppPage title="Logs" tabs={logTabs('analysis')}>
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap">
          <Picker label="Server" placeholder="Choose a server" width="auto" minWidth={28} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={state.server || null} onChange={({ value }) => change({ server: value })} />
          <RadioButtonGroup aria-label="Span" options={spans} value={state.minutes} onChange={(minutes) => change({ minutes })} />
        </Stack>
        {state.server === '' ? (
          <EmptyState variant="not-found" message="Choose a server">
            Its sources are read once over the span, and compared with the span before.
          </EmptyState>
        ) : (
          <Read key={`${state.server} ${state.minutes}`} server={state.server} minutes={Number(state.minutes)} />
        )}
      </Stack>
    </AppPage>
  );
}

function Read({ server, minutes }: { server: string; minutes: number }) {
  const [now] = useState(Date.now);
  const query = { from: new Date(now - minutes * 60_000).toISOString(), to: new Date(now).toISOString() };
  const analysis = useQuery(`log-analysis/${server}?${query.from}`, (client, signal) => client.analyzeLogs({ params: { id: server }, query, signal }));
  return (
    <QueryView query={analysis} what="the logs">
      {(data) => (data.total === 0 && data.problems.length === 0 ? <Text color="secondary">No line in this span.</Text> : <Analysis server={server} analysis={data} />)}
    </QueryView>
  );
}
