import React, { useState } from 'react';
import { Badge, Button, EmptyState, Stack, TextLink } from '@grafana/ui';
import type { LogSource } from '../../../contract/logSource.ts';
import { AppPage } from '../../components/AppPage';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { etag } from '../../data/etag';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import { useLogSources } from '../../data/useLogSources';
import { useUrlState } from '../../data/useUrlState';
import { logTabs } from './logTabs';
import { SourceEditor } from './SourceEditor';

const where = ({ type, path, unit, command }: LogSource) => (type === 'file' ? path : type === 'journald' ? `journal ${unit ?? ''}` : command) ?? '';

/** Where lines come from, and whether each can be read. */
export function SourcesPage() {
  const sources = useLogSources();
  const [state, change] = useUrlState({ new: '', edit: '', like: '' });
  const editing = sources.data?.find(({ id }) => id === state.edit);
  const [deleting, setDeleting] = useState<LogSource>();
  const check = useAction((client, source: LogSource) => client.checkLogSource({ params: { id: source.id } }), { failed: ({ name }) => `${name} was not checked`, done: ({ name }) => `${name} checked`, invalidates: ['log-sources'] });
  const remove = useAction((client, source: LogSource) => client.deleteLogSource({ params: { id: source.id }, ifMatch: etag(source) }), { failed: ({ name }) => `${name} was not deleted`, done: () => 'Log source deleted', invalidates: ['log-sources'] });
  const add = can('operate') ? (
    <Button icon="plus" onClick={() => change({ new: '1' })}>
      Add a log source
    </Button>
  ) : undefined;
  return (
    <AppPage title="Logs" tabs={logTabs('sources')} actions={add}>
      <QueryView query={sources} what="the log sources">
        {(items) =>
          items.length === 0 ? (
            <EmptyState variant="call-to-action" message="No log sources yet" button={add}>
              A file, the journal or the output of a command, on one server or many.
            </EmptyState>
          ) : (
            <SimpleTable
              title=""
              head={['Name', 'Reads', 'On', 'Format', 'Counted', 'State', '']}
              rows={items.map((source) => [
                <TextLink key="lines" inline={false} href={paths.logs({ sources: source.id })}>
                  {source.name}
                </TextLink>,
                where(source),
                source.states.length === 1 ? source.states[0]?.serverName : `${source.states.length} servers`,
                source.format,
                source.count ? `by level${source.rules.length > 0 ? `, ${source.rules.length} apart` : ''}` : '–',
                <States key="state" source={source} />,
                can('operate') ? (
                  <Stack key="actions" gap={0.5}>
                    <Button size="sm" fill="text" disabled={check.busy} onClick={() => void check.run(source)} aria-label={`Check ${source.name}`}>
                      Check
                    </Button>
                    <Button size="sm" fill="text" onClick={() => change({ edit: source.id })} aria-label={`Edit ${source.name}`}>
                      Edit
                    </Button>
                    <Button size="sm" fill="text" variant="destructive" onClick={() => setDeleting(source)} aria-label={`Delete ${source.name}`}>
                      Delete
                    </Button>
                  </Stack>
                ) : (
                  ''
                ),
              ])}
            />
          )
        }
      </QueryView>
      {can('operate') && (state.new !== '' || editing !== undefined) && (
        <SourceEditor saved={editing} server={state.new === '1' ? undefined : state.new || undefined} like={state.like || undefined} onDone={() => change({ new: '', edit: '', like: '' })} />
      )}
      {deleting !== undefined && (
        <ConfirmDelete
          name={deleting.name}
          body="Its counters end. The log itself on the servers is not touched."
          onConfirm={() => {
            void remove.run(deleting);
            setDeleting(undefined);
          }}
          onDismiss={() => setDeleting(undefined)}
        />
      )}
    </AppPage>
  );
}

function States({ source }: { source: LogSource }) {
  const bad = source.states.filter(({ state }) => state !== 'ok' && state !== 'unknown');
  if (!source.enabled) {
    return <Badge text="off" color="purple" />;
  }
  if (bad.length === 0) {
    return <Badge text={source.states.some(({ state }) => state === 'ok') ? 'ok' : 'not checked'} color={source.states.some(({ state }) => state === 'ok') ? 'green' : 'purple'} />;
  }
  return <Badge text={`${bad[0]?.serverName}: ${bad[0]?.state}${bad.length > 1 ? ` and ${bad.length - 1} more` : ''}`} color="red" tooltip={bad.map(({ serverName, message }) => `${serverName}: ${message ?? ''}`).join('\n')} />;
}
