import React from 'react';
import { Stack, Text } from '@grafana/ui';
import type { IncidentEvent } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';

const words: Record<IncidentEvent['kind'], string> = {
  fired: 'fired',
  severity: 'changed its severity',
  refired: 'fired again',
  flapping: 'comes and goes',
  notified: 'told',
  notify_failed: 'could not tell',
  escalated: 'escalated',
  acknowledged: 'acknowledged',
  unacknowledged: 'took the acknowledgement back',
  assigned: 'assigned to',
  commented: 'wrote',
  silenced: 'silenced',
  unsilenced: 'ended the silence',
  resolved: 'resolved',
  reopened: 'opened again',
  corrected: 'put right',
  maintenance: 'is in maintenance',
};

const who = (actor: string) => actor.replace(/^(grafana|token|telegram):/, '');

/** Everything that happened, oldest first; nothing in it is ever rewritten. */
export function IncidentTimeLine({ events }: { events: IncidentEvent[] }) {
  return (
    <section aria-label="Time line">
      <Text element="h3" variant="h6">
        Time line
      </Text>
      <ol>
        {events.map(({ id, at, kind, actor, channel, text }) => (
          <li key={id}>
            <Stack gap={1} wrap="wrap">
              <Text color="secondary">
                <Ago at={at} />
              </Text>
              <Text weight="medium">{who(actor)}</Text>
              <span>{words[kind]}</span>
              {text !== '' && <span>{text}</span>}
              {channel !== null && channel !== actor && <Text color="secondary">from {channel}</Text>}
            </Stack>
          </li>
        ))}
      </ol>
    </section>
  );
}
