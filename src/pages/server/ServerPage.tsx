import React from 'react';
import { useParams } from 'react-router-dom';
import { EmptyState, LinkButton } from '@grafana/ui';
import type { Server } from '../../../contract/server.ts';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { paths, type ServerTab } from '../../data/paths';
import { useServerIncidents } from '../../data/useIncidents';
import { useLiveStatus } from '../../data/useLiveStatus';
import { useServer } from '../../data/useServer';
import { ServerActions } from './ServerActions';
import { ServerSubtitle } from './ServerSubtitle';
import { serverTabs } from './serverTabs';

export default function ServerPage() {
  const { id = '', tab = 'overview' } = useParams();
  const server = useServer(id);
  if (server.error?.code === 'server_not_found') {
    return (
      <AppPage title="Server" parent={{ text: 'Fleet', url: paths.fleet() }}>
        <EmptyState variant="not-found" message="This server is not in the fleet" button={<LinkButton href={paths.fleet()}>Open the fleet</LinkButton>}>
          It may have been deleted.
        </EmptyState>
      </AppPage>
    );
  }
  if (server.data === undefined) {
    return (
      <AppPage title="Server" parent={{ text: 'Fleet', url: paths.fleet() }}>
        <QueryView query={server} what="the server">
          {() => null}
        </QueryView>
      </AppPage>
    );
  }
  return <KnownServer key={id} server={server.data} tab={tab as ServerTab} />;
}

function KnownServer({ server, tab }: { server: Server; tab: ServerTab }) {
  const status = useLiveStatus(server);
  const open = useServerIncidents(server.id).data?.filter(({ state }) => state !== 'resolved').length ?? 0;
  const shown = serverTabs.find(({ id }) => id === tab);
  return (
    <AppPage
      title={server.name}
      parent={{ text: 'Fleet', url: paths.fleet() }}
      subTitle={<ServerSubtitle server={server} status={status} />}
      actions={<ServerActions server={server} status={status} />}
      tabs={serverTabs.map(({ id, title }) => ({ text: title, url: paths.server(server.id, id), active: id === tab, count: id === 'alerts' ? open : 0 }))}
    >
      {shown === undefined ? <EmptyState variant="not-found" message="There is no such tab" /> : <shown.Content server={server} status={status} />}
    </AppPage>
  );
}
