import React from 'react';
import { Stack, Text } from '@grafana/ui';
import type { Incident } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';
import { IncidentState, SeverityBadge } from '../../components/IncidentBadges';
import { measuredText } from './measuredText';

/** The first line of an incident: how bad, what state, past what, since when, and who is told next. */
export function IncidentHead({ incident }: { incident: Incident }) {
  const { severity, startedAt, state, escalation } = incident;
  const measured = measuredText(incident);
  return (
    <Stack columnGap={2} rowGap={1} wrap="wrap" alignItems="center">
      <SeverityBadge severity={severity} />
      <IncidentState incident={incident} />
      {measured !== undefined && (
        <Text weight="medium" color={state === 'resolved' ? 'primary' : severity === 'critical' ? 'error' : 'warning'}>
          {measured}
        </Text>
      )}
      <Text color="secondary">
        began <Ago at={startedAt} />
      </Text>
      {state === 'firing' && escalation !== null && escalation.nextAt !== null && (
        <Text color="secondary">
          tells {escalation.nextContacts.join(', ')} <Ago at={escalation.nextAt} />
        </Text>
      )}
    </Stack>
  );
}
