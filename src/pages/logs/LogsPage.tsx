import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Button, ClipboardButton, EmptyState, LinkButton, RadioButtonGroup, Stack } from '@grafana/ui';
import { MultiPicker } from '../../components/Picker';
import { AppPage } from '../../components/AppPage';
import { LiveLog } from '../../components/LiveLog';
import { levelsOf, LogControls } from '../../components/LogControls';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useLogSources } from '../../data/useLogSources';
import { useUrlState } from '../../data/useUrlState';
import { LogSearch } from './LogSearch';
import { logTabs } from './logTabs';
import { sourcesOn } from './sourcesOn';
import { useServers } from '../../data/useServers';

const modes = [
  { value: 'live', label: 'Live' },
  { value: '15', label: 'Last 15 min' },
  { value: '60', label: 'Last hour' },
  { value: '1440', label: 'Last day' },
];
const listed = (text: string) => text.split(',').filter((one) => one !== '');

export function LogsPage() {
  const sources = useLogSources();
  const servers = useServers(60_000).data ?? [];
  const [state, change] = useUrlState({ sources: '', servers: '', filter: '', levels: '', mode: 'live', at: '' });
  return (
    <AppPage title="Logs" tabs={logTabs('lines')}>
      <QueryView query={sources} what="the log sources">
        {(items) => {
          if (items.length === 0) {
            return (
              <EmptyState variant="call-to-action" message="No log sources yet" button={can('operate') ? <LinkButton href={`${paths.logSources()}?new=1`}>Add a log source</LinkButton> : undefined}>
                A file, the journal or the output of a command, on one server or many.
              </EmptyState>
            );
          }
          const wanted = sourcesOn(items, servers, listed(state.sources), listed(state.servers));
          const filter = { filter: state.filter, levels: levelsOf(state.levels) };
          return (
            <Stack direction="column" gap={2}>
              <Stack gap={1} wrap="wrap" alignItems="center">
                <MultiPicker label="Sources" placeholder="Every source" width="auto" minWidth={20} options={items.map(({ id, name }) => ({ value: id, label: name }))} value={listed(state.sources)} onChange={(chosen) => change({ sources: chosen.map(({ value }) => value).join(',') })} />
                <MultiPicker label="Servers" placeholder="Every server" width="auto" minWidth={20} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={listed(state.servers)} onChange={(chosen) => change({ servers: chosen.map(({ value }) => value).join(',') })} />
                <LogControls filter={state.filter} levels={state.levels} onChange={change} />
                {state.at === '' ? (
                  <RadioButtonGroup aria-label="Span" options={modes} value={state.mode} onChange={(mode) => change({ mode })} />
                ) : (
                  <Button variant="secondary" icon="times" onClick={() => change({ at: '' })}>
                    Around {dateTimeFormat(Number(state.at))}
                  </Button>
                )}
                <ClipboardButton variant="secondary" icon="link" getText={() => window.location.href}>
                  Copy link
                </ClipboardButton>
              </Stack>
              {state.mode === 'live' && state.at === '' ? (
                <LiveLog known={items} sources={wanted.map(({ id }) => id)} server={listed(state.servers).length === 1 ? listed(state.servers)[0] : undefined} {...filter} />
              ) : (
                <LogSearch key={`${state.mode} ${state.at}`} known={items} sources={wanted.map(({ id }) => id)} servers={listed(state.servers)} minutes={Number(state.mode) || 15} at={state.at === '' ? undefined : Number(state.at)} {...filter} />
              )}
            </Stack>
          );
        }}
      </QueryView>
    </AppPage>
  );
}
