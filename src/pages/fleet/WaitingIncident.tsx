import React from 'react';
import { Button, Stack, Text, TextLink } from '@grafana/ui';
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
      <Stack gap={2} wrap="wrap" alignItems="baseline">
        <Text color={incident.severity === 'critical' ? 'error' : 'warning'}>▲ {incident.severity}</Text>
        <TextLink href={paths.alerts(`incidents/${incident.id}`)}>{incident.serverName ?? incident.title}</TextLink>
        <Text color="secondary">
          since <Ago at={incident.startedAt} />
        </Text>
      </Stack>
      <Stack gap={1} wrap="wrap" alignItems="center" justifyContent="space-between">
        <span>{incident.summary || incident.title}</span>
        {can('operate') && (
          <Button size="sm" variant="secondary" disabled={acknowledge.busy} onClick={() => void acknowledge.run()}>
            Acknowledge
          </Button>
        )}
      </Stack>
    </li>
  );
}
