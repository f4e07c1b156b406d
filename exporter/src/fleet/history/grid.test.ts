import { describe, expect, it } from '@jest/globals';
import { gridOf } from './grid.ts';

const now = Date.UTC(2026, 0, 1);
const at = (ms: number) => new Date(ms).toISOString();
const hour = 3600_000;

describe('gridOf', () => {
  it('chooses widths a person would, about 300 of them, none narrower than the interval', () => {
    const step = (hours: number, interval = 15_000) => gridOf({ from: at(now - hours * hour) }, now, interval).step / 1000;
    expect([step(1), step(6), step(24), step(24 * 7), step(24 * 30), step(24 * 3650)]).toEqual([15, 120, 300, 3600, 10_800, 1_123_200]);
    expect(step(1, 60_000)).toBe(60);
  });
  it('begins at multiples of the step, so that a graph does not dance', () => {
    expect(gridOf({ from: at(now - hour - 7_000), step: '1m' }, now, 15_000)).toMatchObject({ start: now - hour - 60_000, step: 60_000, count: 61 });
  });
  it('answers for every range that can be written, or says what is wrong with it', () => {
    expect(gridOf({ from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }, now, 15_000)).toMatchObject({ start: 0 });
    expect(() => gridOf({ from: '9000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }, now, 15_000)).toThrow('before');
    expect(() => gridOf({ step: '1s1m' }, now, 15_000)).toThrow('larger units first');
    expect(() => gridOf({ step: '99999d' }, now, 15_000)).toThrow('366d');
    expect(() => gridOf({ from: at(0), step: '1m' }, now, 15_000)).toThrow('11000');
  });
});
