import React, { useMemo, useState } from 'react';
import { Checkbox, FilterInput, LinkButton, Stack, Text, TextLink } from '@grafana/ui';
import type { ServerStatus } from '../../../contract/status.ts';
import { AppPage } from '../../components/AppPage';
import { EmptyServers } from '../../components/EmptyServers';
import { QueryView } from '../../components/QueryView';
import { StatusBadge } from '../../components/StatusBadge';
import { StatusReason } from '../../components/StatusReason';
import { TagNames } from '../../components/TagNames';
import { VirtualTable, type Column } from '../../components/VirtualTable';
import { paths } from '../../data/paths';
import { useServers } from '../../data/useServers';
import { useUrlState } from '../../data/useUrlState';
import { BulkBar } from './BulkBar';
import { listServers, type ServerRow } from './listServers';

export function ServersPage() {
  const servers = useServers();
  const [state, change] = useUrlState({ text: '', sort: 'name' });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => listServers(servers.data ?? [], state.text, state.sort), [servers.data, state]);
  const waiting = (servers.data ?? []).filter(({ status }) => status.reason?.includes('host_key') === true).length;
  const columns = useMemo(() => columnsFor(chosen, setChosen, rows), [chosen, rows]);
  return (
    <AppPage title="Servers" actions={<Actions waiting={waiting} />}>
      <QueryView query={servers} what="the servers">
        {(all) =>
          all.length === 0 ? (
            <EmptyServers />
          ) : (
            <Stack direction="column" gap={2}>
              <FilterInput placeholder="Search name, address, user, tags, notes" value={state.text} onChange={(text) => change({ text })} escapeRegex={false} />
              {chosen.size > 0 && <BulkBar servers={all.filter(({ id }) => chosen.has(id))} onClear={() => setChosen(new Set())} />}
              <VirtualTable label="Servers" columns={columns} rows={rows} rowKey={({ server }) => server.id} sort={state.sort} onSort={(sort) => change({ sort })} empty="No server matches the search" />
            </Stack>
          )
        }
      </QueryView>
    </AppPage>
  );
}

const State = ({ status }: { status: ServerStatus }) => (
  <Stack direction="column" gap={0}>
    <StatusBadge state={status.state} />
    {status.state !== 'up' && (
      <Text variant="bodySmall" color="secondary">
        <StatusReason status={status} />
      </Text>
    )}
  </Stack>
);

const Actions = ({ waiting }: { waiting: number }) => (
  <Stack gap={1} wrap="wrap">
    {waiting > 0 && (
      <LinkButton variant="destructive" fill="outline" href={paths.hostKeys()}>
        Host keys to compare ({waiting})
      </LinkButton>
    )}
    <LinkButton variant="secondary" icon="import" href={paths.importServers()}>
      Import
    </LinkButton>
    <LinkButton icon="plus" href={paths.newServer()}>
      Add server
    </LinkButton>
  </Stack>
);

function columnsFor(chosen: ReadonlySet<string>, choose: (chosen: ReadonlySet<string>) => void, rows: ServerRow[]): Array<Column<ServerRow>> {
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) {
      next.add(id);
    }
    choose(next);
  };
  const all = rows.length > 0 && rows.every(({ server }) => chosen.has(server.id));
  return [
    {
      id: 'choose',
      title: '',
      corner: true,
      width: '28px',
      head: <Checkbox aria-label="Choose all shown" value={all} onChange={() => choose(all ? new Set() : new Set(rows.map(({ server }) => server.id)))} />,
      cell: ({ server }) => <Checkbox aria-label={`Choose ${server.name}`} value={chosen.has(server.id)} onChange={() => toggle(server.id)} />,
    },
    { id: 'name', title: 'Server', width: 'minmax(0, 1.2fr)', sortable: true, link: ({ server }) => paths.server(server.id), cell: ({ server }) => server.name },
    { id: 'status', title: 'Status', width: 'minmax(0, 2fr)', sortable: true, cell: ({ server }) => <State status={server.status} /> },
    { id: 'address', title: 'Address', width: 'minmax(0, 1.8fr)', sortable: true, cell: ({ address }) => address },
    { id: 'jump', title: 'Through', width: 'minmax(0, 0.8fr)', cell: ({ jumpName }) => jumpName },
    { id: 'tags', title: 'Tags', width: 'minmax(0, 1.4fr)', cell: ({ server }) => <TagNames tags={server.tags} most={3} /> },
    { id: 'edit', title: '', width: '50px', cell: ({ server }) => <TextLink inline={false} href={paths.editServer(server.id)}>Edit</TextLink> },
  ];
}
