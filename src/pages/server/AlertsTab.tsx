import React from 'react';
import { Badge, Stack, Text } from '@grafana/ui';
import { checks } from '../../../contract/check.ts';
import type { EffectiveThreshold } from '../../../contract/threshold.ts';
import { Ago } from '../../components/Ago';
import { QueryView } from '../../components/QueryView';
import { limitText } from '../../components/limitText';
import { SimpleTable } from '../../components/SimpleTable';
import { useServerIncidents } from '../../data/useIncidents';
import { useLimits } from '../../data/useLimits';
import type { TabProps } from './serverTabs';

function Value({ limit: { check, value, wouldFire } }: { limit: EffectiveThreshold }) {
  const text = value === null ? '–' : limitText(check, value);
  return wouldFire === null ? text : <Text color={wouldFire === 'critical' ? 'error' : 'warning'}>{text}</Text>;
}

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
            head={['State', 'Severity', 'What', 'Since', 'Resolved']}
            rows={items.map((one) => [one.state, <Badge key="severity" text={one.severity} color={one.severity === 'critical' ? 'red' : 'orange'} />, one.title, <Ago key="at" at={one.startedAt} />, <Ago key="end" at={one.resolvedAt} never="–" />])}
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
              one.from.type === 'tag' ? `tag ${one.from.tag}=${one.from.value}` : one.from.type,
            ])}
          />
        )}
      </QueryView>
    </Stack>
  );
}
