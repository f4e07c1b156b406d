import { describe, expect, it } from '@jest/globals';
import { coming, onDuty } from './rota.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

describe('rota', () => {
  const rota = { name: 'ops', timeZone: 'Europe/Berlin', contacts: ['ann', 'bob', 'eve'], start: '2026-03-02', handOver: { weekday: 1, at: '09:00' }, weeksPerTurn: 1, overrides: [] as Array<{ contactId: string; from: string; to: string }> };

  it('hands over at the wall clock, also in the week that has 167 hours', () => {
    const shifts = coming(rota, at('2026-03-17T00:00:00Z'), 4).map(({ contactId, from, to }) => [contactId, iso(from), iso(to)]);
    expect(shifts).toEqual([
      ['eve', '2026-03-16T08:00:00.000Z', '2026-03-23T08:00:00.000Z'],
      ['ann', '2026-03-23T08:00:00.000Z', '2026-03-30T07:00:00.000Z'],
      ['bob', '2026-03-30T07:00:00.000Z', '2026-04-06T07:00:00.000Z'],
      ['eve', '2026-04-06T07:00:00.000Z', '2026-04-13T07:00:00.000Z'],
    ]);
  });

  it.each([
    ['on the day of the hand-over is a whole turn', '2026-03-02', '2026-03-09T08:00:00.000Z'],
    ['on another day lasts until the first hand-over', '2026-03-04', '2026-03-09T08:00:00.000Z'],
    ['on the eve of the hand-over is a short one', '2026-03-08', '2026-03-09T08:00:00.000Z'],
  ])('a first turn that begins %s', (_how, start, end) => {
    const first = coming({ ...rota, start }, at('2026-03-01T00:00:00Z'), 2).map(({ contactId, from, to }) => [contactId, iso(from), iso(to)]);
    expect(first).toEqual([['ann', `${new Date(at(`${start}T00:00:00Z`) - 3_600_000).toISOString()}`, end], ['bob', end, '2026-03-16T08:00:00.000Z']]);
  });

  it('overrides win, and shorten the turns around them', () => {
    const with1 = { ...rota, overrides: [{ contactId: 'ann', from: '2026-03-18T00:00:00Z', to: '2026-03-19T00:00:00Z' }] };
    expect(coming(with1, at('2026-03-17T00:00:00Z'), 3).map(({ contactId, from, to, override }) => [contactId, iso(from), iso(to), override])).toEqual([
      ['eve', '2026-03-16T08:00:00.000Z', '2026-03-18T00:00:00.000Z', false],
      ['ann', '2026-03-18T00:00:00.000Z', '2026-03-19T00:00:00.000Z', true],
      ['eve', '2026-03-19T00:00:00.000Z', '2026-03-23T08:00:00.000Z', false],
    ]);
  });

  it('an override within another one, or under it, cuts shifts that follow each other without overlap', () => {
    const overrides = [
      { contactId: 'bob', from: '2026-03-17T00:00:00Z', to: '2026-03-20T00:00:00Z' },
      { contactId: 'eve', from: '2026-03-18T00:00:00Z', to: '2026-03-19T00:00:00Z' },
      { contactId: 'ann', from: '2026-03-16T12:00:00Z', to: '2026-03-17T12:00:00Z' },
    ];
    expect(coming({ ...rota, overrides }, at('2026-03-16T09:00:00Z'), 6).map(({ contactId, from, to, override }) => [contactId, iso(from), iso(to), override])).toEqual([
      ['eve', '2026-03-16T08:00:00.000Z', '2026-03-16T12:00:00.000Z', false],
      ['ann', '2026-03-16T12:00:00.000Z', '2026-03-17T00:00:00.000Z', true],
      ['bob', '2026-03-17T00:00:00.000Z', '2026-03-18T00:00:00.000Z', true],
      ['eve', '2026-03-18T00:00:00.000Z', '2026-03-19T00:00:00.000Z', true],
      ['bob', '2026-03-19T00:00:00.000Z', '2026-03-20T00:00:00.000Z', true],
      ['eve', '2026-03-20T00:00:00.000Z', '2026-03-23T08:00:00.000Z', false],
    ]);
  });

  it('an override may stand where no turn is yet', () => {
    const early = { ...rota, overrides: [{ contactId: 'bob', from: '2026-02-20T00:00:00Z', to: '2026-02-21T00:00:00Z' }] };
    expect(coming(early, at('2026-02-20T06:00:00Z'), 2).map(({ contactId, from, to }) => [contactId, iso(from), iso(to)])).toEqual([
      ['bob', '2026-02-20T00:00:00.000Z', '2026-02-21T00:00:00.000Z'],
      ['ann', '2026-03-01T23:00:00.000Z', '2026-03-09T08:00:00.000Z'],
    ]);
  });

  it('nobody has duty before it starts', () => {
    expect(onDuty(rota, at('2026-03-01T00:00:00Z'))).toBeUndefined();
    expect(onDuty(rota, at('2026-03-01T23:30:00Z'))?.contactId).toBe('ann');
  });

  it('every instant of a year belongs to exactly one shift, whatever overrides there are', () => {
    const day = 86_400_000;
    const begin = at('2026-03-02T00:00:00Z');
    // Every third one lies within the one before, every fifth lies under it.
    const overrides = Array.from({ length: 60 }, (_, n) => ({ contactId: rota.contacts[n % 3] as string, from: iso(begin + n * 5 * day - (n % 5 === 0 ? 6 * day : 0)), to: iso(begin + n * 5 * day + (n % 3 === 0 ? day : 8 * day)) }));
    let previous = coming({ ...rota, overrides }, begin, 1)[0];
    for (const shift of coming({ ...rota, overrides }, begin, 150).slice(1)) {
      expect(shift.from).toBe(previous?.to);
      expect(shift.to).toBeGreaterThan(shift.from);
      previous = shift;
    }
  });
});
