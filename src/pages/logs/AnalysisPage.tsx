import React, { useState } from 'react';
import { EmptyState, Stack, Text, TimeRangeInput } from '@grafana/ui';
import { AppPage } from '../../components/AppPage';
import { MultiPicker, Picker } from '../../components/Picker';
import { QueryView } from '../../components/QueryView';
import { useLogSources } from '../../data/useLogSources';
import { useQuery } from '../../data/useQuery';
import { useServers } from '../../data/useServers';
import { useUrlState } from '../../data/useUrlState';
import { Analysis } from './Analysis';
import { rangeOf, rangeText } from './logSpan';
import { logTabs } from './logTabs';

/** What a server's logs say in a span of time: levels, patterns, errors. */
export function AnalysisPage() {
  const servers = useServers(60_000).data ?? [];
  const [state, change] = useUrlState({ server: '', sources: '', from: 'now-1h', to: 'now' });
  const known = useLogSources(state.server === '' ? undefined : state.server).data ?? [];
  const chosen = state.sources.split(',').filter((id) => id !== '');
  return (
    <AppPage title="Logs" tabs={logTabs('analysis')}>
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap" alignItems="center">
          <Picker label="Server" placeholder="Choose a server" width="auto" minWidth={28} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={state.server || null} onChange={({ value }) => change({ server: value, sources: '' })} />
          <MultiPicker label="Sources" placeholder="Every source" width="auto" minWidth={20} options={known.map(({ id, name }) => ({ value: id, label: name }))} value={chosen} onChange={(picked) => change({ sources: picked.map(({ value }) => value).join(',') })} />
          <TimeRangeInput value={rangeOf(state.from, state.to)} onChange={({ raw }) => change(rangeText(raw))} hideTimeZone />
        </Stack>
        {state.server === '' ? (
          <EmptyState variant="not-found" message="Choose a server">
            Its sources are read once over the time range, and compared with as long a time before it.
          </EmptyState>
        ) : (
          <Read key={`${state.server} ${state.sources} ${state.from} ${state.to}`} server={state.server} sources={chosen} from={state.from} to={state.to} />
        )}
      </Stack>
    </AppPage>
  );
}

interface ReadProps {
  server: string;
  sources: string[];
  from: string;
  to: string;
}

function Read({ server, sources, from, to }: ReadProps) {
  const [range] = useState(() => rangeOf(from, to));
  const query = { from: range.from.toISOString(), to: range.to.toISOString(), ...(sources.length === 0 ? {} : { source: sources }) };
  const analysis = useQuery(`log-analysis/${server}?${JSON.stringify(query)}`, (client, signal) => client.analyzeLogs({ params: { id: server }, query, signal }));
  return (
    <QueryView query={analysis} what="the logs">
      {(data) => (data.total === 0 && data.problems.length === 0 ? <Text color="secondary">No line in this time range.</Text> : <Analysis server={server} sources={sources} analysis={data} />)}
    </QueryView>
  );
}
