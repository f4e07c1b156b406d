import { describe, expect, it } from '@jest/globals';
import { applyDifference, differenceOf } from './difference.ts';

const bothWays = (before: number[], now: number[]) => {
  const [from, to] = [Float64Array.from(before), Float64Array.from(now)];
  const { bytes, used } = differenceOf(from, to);
  const kept = Buffer.from(bytes.subarray(0, used));
  const there = from.slice();
  const back = to.slice();
  expect(applyDifference(kept, 0, there)).toBe(used);
  expect(applyDifference(kept, 0, back)).toBe(used);
  expect(Buffer.from(there.buffer).equals(Buffer.from(to.buffer))).toBe(true);
  expect(Buffer.from(back.buffer).equals(Buffer.from(from.buffer))).toBe(true);
  return used;
};

describe('differenceOf', () => {
  it.each([
    ['nothing', [], []],
    ['equal values', [1, NaN, -0, Infinity], [1, NaN, -0, Infinity]],
    ['a counter that grew', [123_456_789], [123_456_795]],
    ['the sign of zero', [0], [-0]],
    ['NaN and what is no number', [NaN, Infinity, -Infinity, 0], [1, NaN, 5e-324, Number.MAX_VALUE]],
    ['fractions', [0.1, 1234.56], [0.3, 1234.57]],
    ['the first and the last of many', [1, ...Array<number>(100_000).fill(7), 2], [3, ...Array<number>(100_000).fill(7), 4]],
    ['every value', Array.from({ length: 5_000 }, Math.sqrt), Array.from({ length: 5_000 }, (_, i) => -Math.cbrt(i + 0.5))],
  ])('leads from either poll to the other: %s', (_, before, now) => {
    bothWays(before as number[], now as number[]);
  });

  it('takes some bytes for a counter that grew, and none for what stayed', () => {
    const before = Array.from({ length: 500 }, (_, i) => 1_000_000 + i);
    expect(bothWays(before, before)).toBe(4);
    expect(bothWays(before, before.map((value, i) => (i % 10 === 0 ? value + 300 : value)))).toBeLessThan(50 * 6);
  });

  it('follows one another in one buffer', () => {
    const polls = [[1, 2, 3], [1, 5, 3], [9, 5, 4]].map((values) => Float64Array.from(values));
    const differences = [0, 1].map((i) => {
      const { bytes, used } = differenceOf(polls[i] as Float64Array, polls[i + 1] as Float64Array);
      return Buffer.from(bytes.subarray(0, used));
    });
    const values = Float64Array.from([1, 2, 3]);
    const bytes = Buffer.concat(differences);
    expect(applyDifference(bytes, applyDifference(bytes, 0, values), values)).toBe(bytes.length);
    expect([...values]).toEqual([9, 5, 4]);
  });
});
