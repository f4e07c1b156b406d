import type { Threshold, ThresholdScope } from '../../../contract/threshold.ts';
import { scopeColumns } from './scopeColumns';

const set = (scope: ThresholdScope): Threshold => ({ check: 'disk_space', scope, warning: 1, critical: 2, enabled: true, note: '', id: JSON.stringify(scope), revision: 1, updatedAt: '2026-01-02T03:04:05Z', updatedBy: 'ann' });

it('has a column for each tag and each server that has limits, with those of a mount beside their server’s', () => {
  const all = [set({ type: 'item', serverId: 's2', item: '/var' }), set({ type: 'server', serverId: 's2' }), set({ type: 'server', serverId: 's1' }), set({ type: 'tag', tag: 'role', value: 'db' }), set({ type: 'default' })];
  const columns = scopeColumns(all, (id) => (id === 's1' ? 'web10' : 'web9'));
  expect(columns.map(({ title }) => title)).toEqual(['role=db', 'web9', 'web10']);
  expect(columns.map(({ has }) => all.filter(has).length)).toEqual([1, 2, 1]);
});
