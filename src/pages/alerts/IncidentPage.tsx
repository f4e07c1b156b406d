import React, { lazy, Suspense } from 'react';
import { css } from '@emotion/css';
import { useParams } from 'react-router-dom';
import type { GrafanaTheme2 } from '@grafana/data';
import { EmptyState, LinkButton, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import type { IncidentDetail } from '../../../contract/incident.ts';
import { AppPage } from '../../components/AppPage';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useIncident } from '../../data/useIncidents';
import { initScenes } from '../../viz/initScenes';
import { CommentBox } from './CommentBox';
import { IncidentButtons } from './IncidentButtons';
import { incidentFacts } from './incidentFacts';
import { IncidentHead } from './IncidentHead';
import { IncidentTimeLine } from './IncidentTimeLine';

const IncidentChart = lazy(() => initScenes().then(() => import('./IncidentChart')));

/** One incident: what is past what, what was measured, what happened, and what can be done. */
export function IncidentPage() {
  const { id = '' } = useParams();
  const incident = useIncident(id);
  const gone = incident.error?.code === 'incident_not_found';
  return (
    <AppPage
      title={incident.data === undefined ? 'Incident' : [incident.data.title, incident.data.serverName, incident.data.item].filter(Boolean).join(' · ')}
      parent={{ text: 'Incidents', url: paths.alerts('incidents') }}
      subTitle={incident.data === undefined ? undefined : <IncidentHead incident={incident.data} />}
      actions={incident.data === undefined ? undefined : <IncidentButtons incident={incident.data} />}
    >
      {gone ? (
        <EmptyState variant="not-found" message="There is no such incident" button={<LinkButton href={paths.alerts('history')}>Open the history</LinkButton>}>
          Old incidents are removed after the retention time.
        </EmptyState>
      ) : (
        <QueryView query={incident} what="the incident">
          {(data) => <Known incident={data} />}
        </QueryView>
      )}
    </AppPage>
  );
}

function Known({ incident }: { incident: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        {incident.serverId !== null && (
          <Suspense fallback={<LoadingPlaceholder text="Loading the graph" />}>
            <IncidentChart incident={incident} server={incident.serverId} />
          </Suspense>
        )}
        <IncidentTimeLine events={incident.events} />
        {can('operate') && <CommentBox incident={incident} />}
      </div>
      <aside aria-label="Facts" className={styles.side}>
        <Stack direction="column" gap={2}>
          <Facts facts={incidentFacts(incident)} />
          {incident.serverId !== null && (
            <Stack gap={1} wrap="wrap">
              <LinkButton size="sm" variant="secondary" icon="gf-logs" href={`${paths.logs()}?servers=${encodeURIComponent(incident.serverId)}&at=${Date.parse(incident.startedAt)}`}>
                Logs around this
              </LinkButton>
              <LinkButton size="sm" variant="secondary" icon="bell" href={paths.server(incident.serverId, 'alerts')}>
                Alerts of the server
              </LinkButton>
            </Stack>
          )}
        </Stack>
      </aside>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 360px', gap: theme.spacing(4), alignItems: 'start', [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' } }),
  main: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3), minWidth: 0 }),
  side: css({ minWidth: 0 }),
});
