import { describe, expect, it } from '@jest/globals';
import { checks, type CheckId } from '../../../../contract/check.ts';
import { sampleLines } from '../../metrics/exposition.ts';
import type { Family } from '../../metrics/family.ts';
import type { ThresholdRecord } from '../../store/thresholds.ts';
import { anchor, createAlertFamilies } from './alertFamilies.ts';
import { createLimitBook } from '../../../../contract/limits.ts';
import type { Measured } from './measured.ts';

const off = (check: CheckId, change: Partial<ThresholdRecord> = {}): ThresholdRecord => ({ id: 't', check, scope: { type: 'default' }, warning: null, critical: null, enabled: false, note: '', revision: 1, updatedAt: 1, updatedBy: 'ann', ...change });
const web1 = { id: 's', name: 'web1', tags: {} };
const valuesOf = (values: Partial<Record<CheckId, Measured[]>>) => new Map(Object.entries(values)) as never;
const text = (values: Partial<Record<CheckId, Measured[]>>, records: ThresholdRecord[] = []) => {
  const [families, book] = [createAlertFamilies(), createLimitBook(records)];
  const all = [...families.anchor(book), ...families.of(web1, valuesOf(values), book)];
  return all.flatMap(({ name, families: own }) => (own as Family[]).flatMap((family) => sampleLines(family, `instance="${name}"`).split('\n'))).filter((line) => line !== '');
};
const of = (lines: string[], instance: string) => lines.filter((line) => line.includes(`instance="${instance}"`));

describe('families that alert rules compare', () => {
  it('have each limit with the labels of its value, and the severity', () => {
    expect(of(text({ disk_space: [{ item: '/var', value: 93 }] }), 'web1')).toEqual([
      'shellwatch_check_value{instance="web1",check="disk_space",item="/var"} 93',
      'shellwatch_threshold{instance="web1",check="disk_space",item="/var",severity="warning"} 85',
      'shellwatch_threshold{instance="web1",check="disk_space",item="/var",severity="critical"} 95',
    ]);
  });
  it('have one anchor for every check that has limits, which never fires', () => {
    const lines = of(text({}), anchor);
    const limited = Object.values(checks).filter(({ warning, critical }) => warning !== null || critical !== null);
    expect(lines.filter((line) => line.startsWith('shellwatch_check_value'))).toHaveLength(limited.length);
    expect(lines.filter((line) => line.startsWith('shellwatch_threshold')).every((line) => /[+-]Inf$/.test(line))).toBe(true);
  });
  it('publish a limit that is switched off as infinite, on the side that never fires', () => {
    const lines = text({ cpu: [{ item: '', value: 99 }], reboot: [{ item: '', value: 5 }] }, [off('cpu'), off('reboot')]);
    expect(of(lines, 'web1').filter((line) => line.startsWith('shellwatch_threshold'))).toEqual([
      'shellwatch_threshold{instance="web1",check="cpu",item="",severity="warning"} +Inf',
      'shellwatch_threshold{instance="web1",check="cpu",item="",severity="critical"} +Inf',
      'shellwatch_threshold{instance="web1",check="reboot",item="",severity="warning"} -Inf',
    ]);
  });
  it('leave out metrics nobody set a limit for', () => {
    const metric = 'shellwatch_command_queue';
    const command = { command_value: [{ item: metric, value: 4 }] };
    expect(of(text(command), 'web1')).toEqual([]);
    expect(of(text(command, [off('command_value', { scope: { type: 'item', serverId: 's', item: metric }, warning: 3, enabled: true })]), 'web1')).toHaveLength(2);
    expect(of(text(command, [off('command_value', { scope: { type: 'item', serverId: 's', item: 'another' }, warning: 3, enabled: true })]), 'web1')).toEqual([]);
  });
  it('have the same limits object as long as book, server and items are the same, so that its text is made once', () => {
    const [families, book] = [createAlertFamilies(), createLimitBook([])];
    const limits = (values: Partial<Record<CheckId, Measured[]>>, server = web1, limitBook = book) => families.of(server, valuesOf(values), limitBook)[1];
    const first = limits({ cpu: [{ item: '', value: 1 }] });
    expect(limits({ cpu: [{ item: '', value: 2 }] })).toBe(first);
    expect(limits({ cpu: [{ item: '', value: 2 }], disk_space: [{ item: '/', value: 3 }] })).not.toBe(first);
    const present = limits({ cpu: [{ item: '', value: 1 }] });
    expect(limits({ cpu: [{ item: '', value: 1 }] }, { ...web1, tags: {} })).not.toBe(present);
    const [, off1] = families.of(web1, valuesOf({ cpu: [{ item: '', value: 1 }] }), createLimitBook([off('cpu')]));
    expect((off1?.families as Family[])[0]?.samples.map(({ value }) => value)).toEqual([Infinity, Infinity]);
  });
});
