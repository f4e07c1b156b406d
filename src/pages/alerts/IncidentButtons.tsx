import React from 'react';
import { Button, Dropdown, LinkButton, Menu, Stack } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { can } from '../../data/permissions';
import { useIncidentActions } from '../../data/useIncidentActions';

const spans = [
  { label: '1 hour', minutes: 60 },
  { label: '4 hours', minutes: 240 },
  { label: '1 day', minutes: 1440 },
  { label: '1 week', minutes: 10_080 },
];

/** Everything a person can do with one incident. */
export function IncidentButtons({ incident }: { incident: Incident }) {
  const { acknowledge, unacknowledge, resolve, escalate, silence, unsilence } = useIncidentActions();
  if (!can('operate') || incident.state === 'resolved') {
    return null;
  }
  const silences = (
    <Menu>
      {spans.map(({ label, minutes }) => (
        <Menu.Item key={minutes} label={label} onClick={() => void silence.run(incident, minutes)} />
      ))}
    </Menu>
  );
  return (
    <Stack gap={1} wrap="wrap">
      {incident.state === 'firing' ? (
        <Button disabled={acknowledge.busy} onClick={() => void acknowledge.run(incident)}>
          Acknowledge
        </Button>
      ) : (
        <Button variant="secondary" disabled={unacknowledge.busy} onClick={() => void unacknowledge.run(incident)}>
          Take back
        </Button>
      )}
      {incident.silenceId === null ? (
        <Dropdown overlay={silences}>
          <Button variant="secondary" icon="bell-slash" disabled={silence.busy}>
            Silence
          </Button>
        </Dropdown>
      ) : (
        <Button variant="secondary" disabled={unsilence.busy} onClick={() => void unsilence.run(incident)}>
          End the silence
        </Button>
      )}
      <Button variant="secondary" disabled={resolve.busy} onClick={() => void resolve.run(incident)}>
        Resolve
      </Button>
      {incident.escalation !== null && (
        <Button variant="secondary" disabled={escalate.busy} onClick={() => void escalate.run(incident)}>
          Escalate now
        </Button>
      )}
      {incident.links.rule !== null && (
        <LinkButton variant="secondary" fill="text" href={incident.links.rule} target="_blank">
          Rule
        </LinkButton>
      )}
    </Stack>
  );
}
