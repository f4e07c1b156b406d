import { describe, expect, it } from '@jest/globals';
import { createLimitBook, levelPast, type LimitRecord } from './limits.ts';
import type { ThresholdScope } from './threshold.ts';

const web1 = { id: 'web1', tags: { role: 'web', place: 'north' } };
let count = 0;
const record = (scope: ThresholdScope, warning: number | null, change: Partial<LimitRecord> = {}): LimitRecord => ({
  id: `t${(count += 1)}`,
  check: 'disk_space',
  scope,
  warning,
  critical: null,
  enabled: true,
  updatedAt: count,
  ...change,
});
const item = (name: string): ThresholdScope => ({ type: 'item', serverId: 'web1', item: name });
const byServer: ThresholdScope = { type: 'server', serverId: 'web1' };
const byTag = (tag: string, value: string): ThresholdScope => ({ type: 'tag', tag, value });

describe('limits in force', () => {
  it('are the shipped ones until somebody sets others', () => {
    expect(createLimitBook([]).limits('disk_space', web1, '/var')).toEqual({ warning: 85, critical: 95, enabled: true, from: { type: 'default' }, thresholdId: null });
  });
  it('come from the narrowest scope', () => {
    const records = [record({ type: 'default' }, 80), record(byTag('role', 'web'), 70), record(byServer, 60), record(item('/var'), 50)];
    const expected = [80, 70, 60, 50];
    records.forEach((_, index) => expect(createLimitBook(records.slice(0, index + 1)).limits('disk_space', web1, '/var').warning).toBe(expected[index]));
    const all = createLimitBook([...records].reverse());
    expect(all.limits('disk_space', web1, '/').warning).toBe(60);
    expect(all.limits('disk_space', { id: 'web2', tags: { role: 'web' } }, '/var').warning).toBe(70);
    expect(all.limits('disk_space', { id: 'db1', tags: {} }, '/var').warning).toBe(80);
    expect(all.limits('cpu', web1, '').warning).toBe(85);
  });
  it('of several tags are those changed last', () => {
    const [first, second] = [record(byTag('role', 'web'), 70), record(byTag('place', 'north'), 75)];
    expect(createLimitBook([first, second]).limits('disk_space', web1, '/').warning).toBe(75);
    expect(createLimitBook([{ ...first, updatedAt: count + 1 }, second]).limits('disk_space', web1, '/').warning).toBe(70);
  });
  it('for a metric are for all of its series, and one series may have its own', () => {
    const records = [record(item('shellwatch_command_queue'), 10, { check: 'command_value' }), record(item('shellwatch_command_queue{name="mail"}'), 20, { check: 'command_value' })];
    const book = createLimitBook(records);
    expect(book.limits('command_value', web1, 'shellwatch_command_queue{name="web"}').warning).toBe(10);
    expect(book.limits('command_value', web1, 'shellwatch_command_queue{name="mail"}').warning).toBe(20);
    expect(book.used('command_value', 'warning')).toBe(true);
    expect(book.used('command_value', 'critical')).toBe(false);
  });
});

describe('the level a value is past', () => {
  const limits = { warning: 85, critical: 95, enabled: true };
  it.each([
    [84, null],
    [85, null],
    [85.1, 'warning'],
    [95.1, 'critical'],
  ] as const)('%d %%: %s', (value, level) => expect(levelPast('disk_space', limits, value)).toBe(level));
  it('turns round where a check fires below its limit', () => {
    const hours = { warning: 24, critical: 4, enabled: true };
    expect([25, 24, 23, 3].map((value) => levelPast('disk_full_in', hours, value))).toEqual([null, null, 'warning', 'critical']);
  });
  it('is none where the check is off or a level has no limit', () => {
    expect(levelPast('disk_space', { ...limits, enabled: false }, 99)).toBeNull();
    expect(levelPast('disk_space', { warning: null, critical: null, enabled: true }, 99)).toBeNull();
  });
});
