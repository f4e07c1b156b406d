import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Badge, Stack } from '@grafana/ui';
import type { Incident } from '../../contract/incident.ts';
import { useNow } from './useNow';
import { silencedNow } from './silencedNow';

export const SeverityBadge = ({ severity }: Pick<Incident, 'severity'>) => <Badge text={severity} icon={severity === 'critical' ? 'exclamation-circle' : 'exclamation-triangle'} color={severity === 'critical' ? 'red' : 'orange'} />;

const words = { firing: 'firing', acknowledged: 'acknowledged', resolved: 'resolved' } as const;

/** The state by icon, word and colour, and what else keeps it quiet. */
export function IncidentState({ incident }: { incident: Incident }) {
  const now = useNow();
  const color = incident.state === 'firing' ? 'red' : incident.state === 'acknowledged' ? 'blue' : 'green';
  return (
    <Stack gap={0.5} wrap="wrap">
      <Badge text={words[incident.state]} color={color} icon={incident.state === 'resolved' ? 'check' : incident.state === 'firing' ? 'bell' : 'user'} />
      {incident.flapping && <Badge text="flapping" color="purple" />}
      {incident.maintenance && <Badge text="maintenance" color="purple" />}
      {silencedNow(incident, now) && <Badge text="silenced" color="purple" icon="bell-slash" tooltip={`until ${dateTimeFormat(incident.silencedUntil ?? '')}`} />}
    </Stack>
  );
}
