import React from 'react';
import { Text } from '@grafana/ui';
import { checks } from '../../../contract/check.ts';
import type { EffectiveThreshold } from '../../../contract/threshold.ts';
import { limitText, measured } from '../../components/limitText';
import { QueryView } from '../../components/QueryView';
import { SimpleTable } from '../../components/SimpleTable';
import { useLimits } from '../../data/useLimits';
import { scopeText } from './thresholdText';

/** The limits in force on a server, where each comes from, and what its last values are past. */
export function EffectiveLimits({ server, nameOf }: { server: string; nameOf: (id: string) => string }) {
  const limits = useLimits(server);
  return (
    <QueryView query={limits} what="the limits in force">
      {(items) => <LimitTable items={items} nameOf={nameOf} />}
    </QueryView>
  );
}

export function LimitTable({ items, nameOf, withServer = false }: { items: EffectiveThreshold[]; nameOf: (id: string) => string; withServer?: boolean }) {
  return (
    <SimpleTable
      title="Limits in force"
      empty="Nothing is measured there."
      head={[...(withServer ? ['Server'] : []), 'Check', 'On', 'Now', 'Warning', 'Critical', 'From', 'Fires now']}
      rows={items.map((one) => [
        ...(withServer ? [one.serverName] : []),
        checks[one.check].title,
        one.item ?? '',
        one.value === null ? '–' : measured(one.check, one.value),
        one.enabled ? limitText(one.check, one.warning) : 'off',
        one.enabled ? limitText(one.check, one.critical) : 'off',
        one.thresholdId === null && one.from.type === 'default' ? 'shipped' : scopeText(one.from, nameOf),
        one.wouldFire === null ? '' : <Text key="fires" color={one.wouldFire === 'critical' ? 'error' : 'warning'}>{one.wouldFire}</Text>,
      ])}
    />
  );
}
