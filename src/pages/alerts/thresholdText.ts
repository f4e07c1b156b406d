import type { ThresholdScope } from '../../../contract/threshold.ts';

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
