import React from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { AppPage } from '../components/AppPage';
import { QueryView } from '../components/QueryView';
import { paths } from '../data/paths';
import { useFleetStatus } from '../data/useFleetStatus';

/** Alerts know a server by its name alone: `server?name=web1` is its page. A name that is unknown is looked for in the fleet. */
export function NamedServer() {
  const [search] = useSearchParams();
  const name = search.get('name') ?? '';
  const status = useFleetStatus();
  const found = status.data?.servers.find((server) => server.name === name);
  if (status.data !== undefined) {
    return <Navigate to={found === undefined ? `${paths.fleet()}?text=${encodeURIComponent(name)}` : paths.server(found.id)} replace />;
  }
  return (
    <AppPage title={name === '' ? 'Server' : name} parent={{ text: 'Fleet', url: paths.fleet() }}>
      <QueryView query={status} what="the server">
        {() => null}
      </QueryView>
    </AppPage>
  );
}
