import React from 'react';
import { Badge, EmptyState, TextLink } from '@grafana/ui';
import { Ago } from '../../components/Ago';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { paths } from '../../data/paths';
import { useOpenIncidents } from '../../data/useIncidents';

/** What waits for a person, oldest and worst first. */
export function IncidentsPage() {
  const incidents = useOpenIncidents();
  return (
    <AppPage title="Alerts">
      <QueryView query={incidents} what="the incidents">
        {(items) =>
          items.length === 0 ? (
            <EmptyState variant="completed" message="No open incident" />
          ) : (
            <SimpleTable
              title=""
              head={['State', 'Severity', 'Server', 'What', 'Since']}
              rows={items.map((one) => [
                one.state,
                <Badge key="severity" text={one.severity} color={one.severity === 'critical' ? 'red' : 'orange'} />,
                one.serverId === null ? (one.serverName ?? '–') : <TextLink key="server" href={paths.server(one.serverId)}>{one.serverName ?? one.serverId}</TextLink>,
                one.title,
                <Ago key="at" at={one.startedAt} />,
              ])}
            />
          )
        }
      </QueryView>
    </AppPage>
  );
}
