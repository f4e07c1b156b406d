import { describe, expect, it } from '@jest/globals';
import { coming, onDuty } from './rota.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

describe('rota', () => {
  const rota = { name: 'ops', timeZone: 'Europe/Berlin', contacts: ['ann', 'bob', 'eve'], start: '2026-03-02', handOver: { weekday: 1, at: '09:00' }, weeksPerTurn: 1, overrides: [] as Array<{ contactId: string; from: string; to: string }> };

  it('hands over at the wall clock, also in the week that has 167 hours', () => {
    const shifts = coming(rota, at('2026-03-17T00:00:00Z'), 4).map(({ contactId, from, to }) => [contactId, iso(from), iso(to)]);
    expect(shifts).toEqual([
      ['ann', '2026-03-16T08:00:00.000Z', '2026-03-23T08:00:00.000Z'],
      ['bob', '2026-03-23T08:00:00.000Z', '2026-03-30T07:00:00.000Z'],
      ['eve', '2026-03-30T07:00:00.000Z', '2026-04-06T07:00:00.000Z'],
      ['ann', '2026-04-06T07:00:00.000Z', '2026-04-13T07:00:00.000Z'],
    ]);
  });

  it('overrides win, and shorten the turns around them', () => {
    const with1 = { ...rota, overrides: [{ contactId: 'eve', from: '2026-03-18T00:00:00Z', to: '2026-03-19T00:00:00Z' }] };
    expect(coming(with1, at('2026-03-17T00:00:00Z'), 3).map(({ contactId, from, to, override }) => [contactId, iso(from), iso(to), override])).toEqual([
      ['ann', '2026-03-16T08:00:00.000Z', '2026-03-18T00:00:00.000Z', false],
      ['eve', '2026-03-18T00:00:00.000Z', '2026-03-19T00:00:00.000Z', true],
      ['ann', '2026-03-19T00:00:00.000Z', '2026-03-23T08:00:00.000Z', false],
    ]);
  });

  it('nobody has duty before it starts', () => {
    expect(onDuty(rota, at('2026-03-01T00:00:00Z'))).toBeUndefined();
    expect(onDuty(rota, at('2026-03-01T23:30:00Z'))?.contactId).toBe('ann');
  });

  it('every instant of a year belongs to exactly one shift', () => {
    let previous = coming(rota, at('2026-03-02T00:00:00Z'), 1)[0];
    for (const shift of coming(rota, at('2026-03-02T00:00:00Z'), 60).slice(1)) {
      expect(shift.from).toBe(previous?.to);
      previous = shift;
    }
  });
});
