import React from 'react';
import { LinkButton, Stack, Text, TextLink } from '@grafana/ui';
import { checks } from '../../../contract/check.ts';
import type { EffectiveThreshold, ThresholdScope } from '../../../contract/threshold.ts';
import { Ago } from '../../components/Ago';
import { IncidentState, SeverityBadge } from '../../components/IncidentBadges';
import { limitText, measured } from '../../components/limitText';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useLimits } from '../../data/useLimits';
import { useServerIncidents } from '../../data/useIncidents';
import type { TabProps } from './serverTabs';

function Value({ limit: { check, value, wouldFire } }: { limit: EffectiveThreshold }) {
  const text = value === null ? '–' : measured(check, value);
  return wouldFire === null ? text : <Text color={wouldFire === 'critical' ? 'error' : 'warning'}>{text}</Text>;
}

const fromText = (from: ThresholdScope, thresholdId: string | null) =>
  from.type === 'tag' ? `tag ${from.tag}=${from.value}` : from.type === 'server' ? 'this server' : from.type === 'item' ? `${from.item} of this server` : thresholdId === null ? 'shipped' : 'everything';

/** This server's incidents and the limits in force on it. */
export function AlertsTab({ server }: TabProps) {
  const incidents = useServerIncidents(server.id);
  const limits = useLimits(server.id);
  return (
    <Stack direction="column" gap={3}>
      <QueryView query={incidents} what="the incidents">
        {(items) => (
          <SimpleTable
            title="Incidents"
            empty="None so far."
            lead={2}
            head={['State', 'Severity', 'What', 'Began', 'Resolved']}
            rows={items.map((one) => [
              <IncidentState key="state" incident={one} />,
              <SeverityBadge key="severity" severity={one.severity} />,
              <TextLink key="what" href={paths.alerts(`incidents/${one.id}`)}>
                {one.summary}
              </TextLink>,
              <Ago key="at" at={one.startedAt} />,
              <Ago key="end" at={one.resolvedAt} never="–" />,
            ])}
          />
        )}
      </QueryView>
      <QueryView query={limits} what="the limits">
        {(items) => (
          <SimpleTable
            title="Limits in force"
            empty="No limit applies."
            head={['Check', 'On', 'Now', 'Warning', 'Critical', 'From']}
            rows={items.map((one) => [
              <span key="check">{checks[one.check].title}</span>,
              one.item ?? '',
              <Value key="value" limit={one} />,
              one.enabled ? limitText(one.check, one.warning) : 'off',
              one.enabled ? limitText(one.check, one.critical) : 'off',
              fromText(one.from, one.thresholdId),
            ])}
          />
        )}
      </QueryView>
      <div>
        <LinkButton variant="secondary" size="sm" href={`${paths.alerts('thresholds')}?server=${encodeURIComponent(server.id)}`}>
          {can('operate') ? 'Change limits' : 'See where limits are set'}
        </LinkButton>
      </div>
    </Stack>
  );
}
