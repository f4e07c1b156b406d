import React, { useState } from 'react';
import { EmptyState, LinkButton, Stack } from '@grafana/ui';
import type { LogSource } from '../../../contract/logSource.ts';
import type { Server } from '../../../contract/server.ts';
import { AppPage } from '../../components/AppPage';
import { LiveLog } from '../../components/LiveLog';
import { levelsOf, LogControls } from '../../components/LogControls';
import { MultiPicker } from '../../components/Picker';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useLogSources } from '../../data/useLogSources';
import { useServers } from '../../data/useServers';
import { useUrlState } from '../../data/useUrlState';
import { LogSearch } from './LogSearch';
import { around, rangeOf } from './logSpan';
import { logTabs } from './logTabs';
import { sourcesOn } from './sourcesOn';
import { WhenControls } from './WhenControls';

const listed = (text: string) => text.split(',').filter((one) => one !== '');
const logDefaults = { sources: '', servers: '', filter: '', levels: '', mode: 'live', from: 'now-1h', to: 'now', at: '' };

export function LogsPage() {
  const sources = useLogSources();
  const servers = useServers(60_000);
  return (
    <AppPage title="Logs" tabs={logTabs('lines')}>
      <QueryView query={sources} what="the log sources">
        {(items) =>
          items.length === 0 ? (
            <EmptyState variant="call-to-action" message="No log sources yet" button={can('operate') ? <LinkButton href={paths.logSources({ new: '1' })}>Add a log source</LinkButton> : undefined}>
              A file, the journal or the output of a command, on one server or many.
            </EmptyState>
          ) : (
            <QueryView query={servers} what="the servers">
              {(fleet) => <Lines items={items} servers={fleet} />}
            </QueryView>
          )
        }
      </QueryView>
    </AppPage>
  );
}

function Lines({ items, servers }: { items: LogSource[]; servers: Server[] }) {
  const [state, change] = useUrlState(logDefaults);
  const on = listed(state.servers);
  const wanted = sourcesOn(items, servers, listed(state.sources), on).map(({ id }) => id);
  const filter = { filter: state.filter, levels: levelsOf(state.levels), servers: on, sources: wanted, known: items };
  const moment = state.at === '' ? undefined : Number(state.at);
  const live = state.mode === 'live' && moment === undefined;
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <MultiPicker label="Sources" placeholder="Every source" width="auto" minWidth={20} options={items.map(({ id, name }) => ({ value: id, label: name }))} value={listed(state.sources)} onChange={(chosen) => change({ sources: chosen.map(({ value }) => value).join(',') })} />
        <MultiPicker label="Servers" placeholder="Every server" width="auto" minWidth={20} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={on} onChange={(chosen) => change({ servers: chosen.map(({ value }) => value).join(',') })} />
        <LogControls filter={state.filter} levels={state.levels} onChange={change} />
        <WhenControls state={state} onChange={change} />
      </Stack>
      {wanted.length === 0 ? (
        <EmptyState variant="not-found" message="None of these sources is on these servers">
          Choose fewer of them, or add a log source there.
        </EmptyState>
      ) : live ? (
        <LiveLog {...filter} onSpan={(from, to) => change({ mode: 'search', from: String(from), to: String(to) }, 'push')} />
      ) : (
        <Span key={`${state.mode} ${state.from} ${state.to} ${state.at}`} mode={state.mode} from={state.from} to={state.to} moment={moment}>
          {(span) => <LogSearch {...filter} span={span} moment={moment} onSpan={(from, to) => change({ mode: 'search', from: String(from), to: String(to), at: '' }, 'push')} />}
        </Span>
      )}
    </Stack>
  );
}

interface SpanProps {
  mode: string;
  from: string;
  to: string;
  moment: number | undefined;
  children: (span: { from: number; to: number } | undefined) => React.ReactNode;
}

/** "now" is the moment in which the range was chosen: the lines stand still while they are read. */
function Span({ mode, from, to, moment, children }: SpanProps) {
  const [span] = useState(() => {
    if (moment !== undefined) {
      return around(moment);
    }
    const range = rangeOf(from, to);
    return mode === 'recent' ? undefined : { from: range.from.valueOf(), to: range.to.valueOf() };
  });
  return <>{children(span)}</>;
}
