import { describe, expect, it } from '@jest/globals';
import { nextBeat, shareOf } from './phase.ts';

describe('phase', () => {
  it('spreads servers evenly over the interval', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let server = 0; server < 10_000; server += 1) {
      const tenth = Math.floor(shareOf(`server-${server}`) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(900);
    expect(Math.max(...tenths)).toBeLessThan(1_100);
  });
  it('gives each server the same beat for ever', () => {
    const at = nextBeat(shareOf('web1'), 15_000, 1_000_000);
    expect(at).toBeGreaterThan(1_000_000);
    expect(nextBeat(shareOf('web1'), 15_000, at)).toBeCloseTo(at + 15_000, 6);
    expect(nextBeat(shareOf('web1'), 15_000, at - 0.5)).toBeCloseTo(at, 6);
  });
});
