import type { Threshold, ThresholdScope } from '../../../contract/threshold.ts';

export interface ScopeColumn {
  key: string;
  title: string;
  /** What a new limit in this column is for. */
  scope: ThresholdScope;
  /** Whether a limit stands in this column; those of one mount or device stand with their server. */
  has: (threshold: Threshold) => boolean;
}

/** The columns of the matrix: everything, then each tag and each server that somebody set a limit for, by name. */
export function scopeColumns(thresholds: Threshold[], nameOf: (serverId: string) => string): ScopeColumn[] {
  const columns = new Map<string, ScopeColumn>();
  for (const { scope } of thresholds) {
    if (scope.type === 'tag') {
      const title = `${scope.tag}=${scope.value}`;
      columns.set(`1 ${title}`, { key: title, title, scope, has: (one) => one.scope.type === 'tag' && one.scope.tag === scope.tag && one.scope.value === scope.value });
    } else if (scope.type !== 'default') {
      const { serverId } = scope;
      columns.set(`2 ${nameOf(serverId)}`, { key: serverId, title: nameOf(serverId), scope: { type: 'server', serverId }, has: (one) => (one.scope.type === 'server' || one.scope.type === 'item') && one.scope.serverId === serverId });
    }
  }
  return [...columns].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, column]) => column);
}
