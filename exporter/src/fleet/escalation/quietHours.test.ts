import { describe, expect, it } from '@jest/globals';
import { quietUntil } from './quietHours.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

describe('quietHours', () => {
  const quiet = { from: '22:00', to: '07:00', days: [], timeZone: 'Europe/Berlin' };
  it('go over midnight, in the zone of the person', () => {
    expect(iso(quietUntil(quiet, at('2026-01-10T21:30:00Z')) as number)).toBe('2026-01-11T06:00:00.000Z');
    expect(iso(quietUntil(quiet, at('2026-01-11T03:00:00Z')) as number)).toBe('2026-01-11T06:00:00.000Z');
    expect(quietUntil(quiet, at('2026-01-11T06:00:00Z'))).toBeUndefined();
    expect(quietUntil({ ...quiet, days: [6] }, at('2026-01-12T03:00:00Z'))).toBeUndefined();
  });
  it('end at the wall clock in the nights of a clock change, of 8 and of 10 hours', () => {
    expect(iso(quietUntil(quiet, at('2026-03-28T21:00:00Z')) as number)).toBe('2026-03-29T05:00:00.000Z');
    expect(iso(quietUntil(quiet, at('2026-03-29T04:59:59Z')) as number)).toBe('2026-03-29T05:00:00.000Z');
    expect(quietUntil(quiet, at('2026-03-29T05:00:00Z'))).toBeUndefined();
    expect(iso(quietUntil(quiet, at('2026-10-24T20:00:00Z')) as number)).toBe('2026-10-25T06:00:00.000Z');
  });
});
