import React from 'react';
import { Button, Stack } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { can } from '../../data/permissions';
import { useIncidentActions } from '../../data/useIncidentActions';
import { useNow } from '../../components/useNow';
import { silencedNow } from '../../components/silencedNow';
import { SilenceMenu } from './SilenceMenu';

/** Everything a person can do with one incident. */
export function IncidentButtons({ incident }: { incident: Incident }) {
  const now = useNow();
  const { acknowledge, unacknowledge, resolve, escalate, silence, unsilence } = useIncidentActions();
  if (!can('operate') || incident.state === 'resolved') {
    return null;
  }
  return (
    <Stack gap={1} wrap="wrap">
      {incident.state === 'firing' ? (
        <Button icon="check" disabled={acknowledge.busy} onClick={() => void acknowledge.run(incident)}>
          Acknowledge
        </Button>
      ) : (
        <Button variant="secondary" disabled={unacknowledge.busy} onClick={() => void unacknowledge.run(incident)}>
          Take back the acknowledgement
        </Button>
      )}
      {silencedNow(incident, now) ? (
        <Button variant="secondary" icon="bell" disabled={unsilence.busy} onClick={() => void unsilence.run(incident)}>
          End the silence
        </Button>
      ) : (
        <SilenceMenu disabled={silence.busy} onChoose={(minutes) => void silence.run(incident, minutes)} />
      )}
      {incident.escalation !== null && (
        <Button variant="secondary" icon="arrow-up" disabled={escalate.busy} onClick={() => void escalate.run(incident)}>
          Escalate now
        </Button>
      )}
      <Button variant="secondary" disabled={resolve.busy} onClick={() => void resolve.run(incident)}>
        Resolve
      </Button>
    </Stack>
  );
}
