import { formattedValueToString, getValueFormat } from '@grafana/data';
import { checks, type CheckId } from '../../../contract/check.ts';
import type { ThresholdScope } from '../../../contract/threshold.ts';

/** A number in the unit of its check, as Grafana writes it; `off` where nothing fires. */
export function limitText(check: CheckId, value: number | null): string {
  return value === null ? 'off' : formattedValueToString(getValueFormat(checks[check].unit)(value));
}

export function scopeText(scope: ThresholdScope, nameOf: (serverId: string) => string): string {
  switch (scope.type) {
    case 'default':
      return 'everything';
    case 'tag':
      return `${scope.tag}=${scope.value}`;
    case 'server':
      return nameOf(scope.serverId);
    case 'item':
      return `${nameOf(scope.serverId)} ${scope.item}`;
  }
}
