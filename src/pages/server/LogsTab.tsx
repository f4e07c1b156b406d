import React from 'react';
import { useNavigate } from 'react-router-dom';
import { locationUtil } from '@grafana/data';
import { EmptyState, LinkButton, Stack } from '@grafana/ui';
import { MultiPicker } from '../../components/Picker';
import { LiveLog } from '../../components/LiveLog';
import { levelsOf, LogControls } from '../../components/LogControls';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useLogSources } from '../../data/useLogSources';
import { useUrlState } from '../../data/useUrlState';
import type { TabProps } from './serverTabs';

/** This server's logs, live. */
export function LogsTab({ server }: TabProps) {
  const sources = useLogSources(server.id);
  const [state, change] = useUrlState({ sources: '', filter: '', levels: '' });
  const navigate = useNavigate();
  const chosen = state.sources.split(',').filter((id) => id !== '');
  /** What is shown here, in the search of all logs. */
  const lines = { servers: server.id, mode: 'search', ...Object.fromEntries(Object.entries(state).filter(([, value]) => value !== '')) };
  return (
    <QueryView query={sources} what="the log sources">
      {(items) =>
        items.length === 0 ? (
          <EmptyState variant="call-to-action" message="No log source on this server yet" button={can('operate') ? <LinkButton href={paths.logSources({ new: server.id })}>Add a log source</LinkButton> : undefined}>
            A file, the journal or the output of a command.
          </EmptyState>
        ) : (
          <Stack direction="column" gap={2}>
            <Stack gap={1} wrap="wrap" alignItems="center">
              <MultiPicker label="Sources" placeholder="Every source" width="auto" minWidth={20} options={items.map(({ id, name }) => ({ value: id, label: name }))} value={chosen} onChange={(picked) => change({ sources: picked.map(({ value }) => value).join(',') })} />
              <LogControls filter={state.filter} levels={state.levels} onChange={change} />
              <LinkButton variant="secondary" href={paths.logs(lines)}>
                Search
              </LinkButton>
              <LinkButton variant="secondary" href={paths.logAnalysis({ server: server.id })}>
                Analyse
              </LinkButton>
            </Stack>
            <LiveLog known={items} sources={chosen.length > 0 ? chosen : items.map(({ id }) => id)} servers={[server.id]} filter={state.filter} levels={levelsOf(state.levels)} onSpan={(from, to) => navigate(locationUtil.stripBaseFromUrl(paths.logs({ ...lines, from: String(from), to: String(to) })))} />
          </Stack>
        )
      }
    </QueryView>
  );
}
