import React, { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router-dom';
import { Button, Field, Stack, TextArea, TextLink } from '@grafana/ui';
import type { IncidentDetail } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';
import { AppPage } from '../../components/AppPage';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useIncidentActions } from '../../data/useIncidentActions';
import { useIncident } from '../../data/useIncidents';
import { IncidentState, SeverityBadge } from './IncidentBadges';
import { IncidentButtons } from './IncidentButtons';
import { IncidentTimeLine } from './IncidentTimeLine';

const IncidentChart = lazy(() => import('./IncidentChart'));

/** One incident: what is past what, what was measured, what happened, and what can be done. */
export function IncidentPage() {
  const { id = '' } = useParams();
  const incident = useIncident(id);
  return (
    <AppPage title={incident.data?.summary ?? 'Incident'} parent={{ text: 'Alerts', url: paths.alerts('incidents') }} actions={incident.data === undefined ? undefined : <IncidentButtons incident={incident.data} />}>
      <QueryView query={incident} what="the incident">
        {(data) => (
          <Stack direction="column" gap={3}>
            <Stack gap={1} wrap="wrap">
              <SeverityBadge severity={data.severity} />
              <IncidentState incident={data} />
            </Stack>
            <Facts facts={factsOf(data)} />
            {data.serverId !== null && (
              <Suspense fallback={null}>
                <IncidentChart incident={data} server={data.serverId} />
              </Suspense>
            )}
            <IncidentTimeLine events={data.events} />
            {can('operate') && <CommentBox incident={data} />}
          </Stack>
        )}
      </QueryView>
    </AppPage>
  );
}

function factsOf(one: IncidentDetail): Array<[string, React.ReactNode]> {
  const server = one.serverId === null ? (one.serverName ?? '–') : <TextLink href={paths.server(one.serverId)}>{one.serverName ?? one.serverId}</TextLink>;
  const maybe = (name: string, at: string | null): Array<[string, React.ReactNode]> => (at === null ? [] : [[name, <Ago key={name} at={at} />]]);
  return [
    ['Server', server],
    ['Check', one.title],
    ...(one.item === null ? [] : [['On', one.item] as [string, string]]),
    ...(one.value === null ? [] : [['Measured', `${Number(one.value.toPrecision(4))}${one.limit === null ? '' : `, limit ${Number(one.limit.toPrecision(4))}`}`] as [string, string]]),
    ['Since', <Ago key="since" at={one.startedAt} />],
    ...maybe('Acknowledged', one.acknowledgedAt),
    ...maybe('Resolved', one.resolvedAt),
    ...maybe('Silenced until', one.silencedUntil),
    ['Fired', one.fired === 1 ? 'once' : `${one.fired} times`],
    ...(one.escalation?.nextAt == null ? [] : [['Next', `${one.escalation.policyName}: ${one.escalation.nextContacts.join(', ')}`] as [string, string]]),
  ];
}

function CommentBox({ incident }: { incident: IncidentDetail }) {
  const [text, setText] = useState('');
  const { comment } = useIncidentActions();
  const send = async () => {
    if ((await comment.run(incident, text.trim())) !== undefined) {
      setText('');
    }
  };
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <Field label="Comment" noMargin>
        <TextArea id="comment" cols={60} rows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </Field>
      <Button variant="secondary" disabled={text.trim() === '' || comment.busy} onClick={() => void send()}>
        Add comment
      </Button>
    </Stack>
  );
}
