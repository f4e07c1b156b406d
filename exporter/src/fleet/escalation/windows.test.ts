import { describe, expect, it } from '@jest/globals';
import { MaintenanceInput } from '../../../../contract/maintenance.ts';
import { checkWindow, isOn, occurrence, occurrencesBetween } from './windows.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

describe('maintenance windows', () => {
  const window = (when: unknown) => MaintenanceInput.parse({ name: 'patch', selector: { all: true }, when });
  it('recur by cron in their zone', () => {
    const nightly = window({ type: 'recurring', cron: '0 2 * * 0', lasts: '2h', timeZone: 'Europe/Berlin' });
    checkWindow(nightly);
    const now = at('2026-01-11T02:30:00Z');
    expect(isOn(occurrence(nightly, now), now)).toBe(true);
    expect(isOn(occurrence(nightly, at('2026-01-11T03:00:00Z')), at('2026-01-11T03:00:00Z'))).toBe(false);
    expect(iso(occurrence(nightly, at('2026-01-11T03:00:00Z'))?.from as number)).toBe('2026-01-18T01:00:00.000Z');
  });
  it('once, then no more', () => {
    const once = window({ type: 'once', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' });
    expect(isOn(occurrence(once, at('2026-01-01T00:30:00Z')), at('2026-01-01T00:30:00Z'))).toBe(true);
    expect(occurrence(once, at('2026-01-01T01:00:00Z'))).toBeUndefined();
    expect(() => checkWindow(window({ type: 'once', from: '2026-01-02T00:00:00Z', to: '2026-01-01T01:00:00Z' }))).toThrow('when.to');
    expect(() => checkWindow(window({ type: 'recurring', cron: '0 2 * * 9', lasts: '2h', timeZone: 'UTC' }))).toThrow('when.cron');
    expect(() => checkWindow(window({ type: 'recurring', cron: '0 2 30 2 *', lasts: '2h', timeZone: 'UTC' }))).toThrow('when.cron: this moment never comes');
  });
  it('recur once in the night that has an hour twice, and in the one that has it not', () => {
    const nightly = window({ type: 'recurring', cron: '30 2 * * *', lasts: '1h', timeZone: 'Europe/Berlin' });
    const begins = (from: string, to: string) => occurrencesBetween(nightly, { from: at(from), to: at(to) }, 10).map((one) => [iso(one.from), iso(one.to)]);
    expect(begins('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']]);
    // There is no 02:30: it begins when the clock has gone on, at 03:00.
    expect(begins('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual([['2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z']]);
  });
});
