import React from 'react';
import { Button, Text, TextLink } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';

/** An incident that waits, with the one thing most people do first. */
export function WaitingIncident({ incident, className }: { incident: Incident; className: string }) {
  const acknowledge = useAction((client) => client.acknowledgeIncident({ params: { id: incident.id }, body: {} }), {
    failed: () => `${incident.title} was not acknowledged`,
    done: () => `${incident.title} acknowledged; escalation stops`,
    invalidates: ['incidents'],
  });
  return (
    <li className={className}>
      <Text color={incident.severity === 'critical' ? 'error' : 'warning'} weight="medium">
        ▲ {incident.severity}
      </Text>
      <TextLink inline={false} href={paths.alerts(`incidents/${incident.id}`)}>
        {incident.serverName ?? incident.title}
      </TextLink>
      <span>
        {incident.summary || incident.title}{' '}
        <Text color="secondary" variant="bodySmall">
          <Ago at={incident.startedAt} />
        </Text>
      </span>
      <span>
        {can('operate') && (
          <Button size="sm" variant="secondary" disabled={acknowledge.busy} onClick={() => void acknowledge.run()}>
            Acknowledge
          </Button>
        )}
      </span>
    </li>
  );
}
