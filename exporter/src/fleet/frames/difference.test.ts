import { describe, expect, it } from '@jest/globals';
import { differenceOf, undoDifference } from './difference.ts';

/** Takes `now` back to `before`, and returns how many bytes that took. */
function back(before: number[], now: number[]): number {
  const { bytes, used } = differenceOf(Float64Array.from(before), Float64Array.from(now));
  const kept = Buffer.from(bytes.subarray(0, used));
  const values = Float64Array.from(now);
  expect(undoDifference(kept, 0, values)).toBe(used);
  expect(values.every((value, i) => Object.is(value, before[i]))).toBe(true);
  return used;
}

const odd = [0, -0, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 51, 2 ** 51 - 1, 2 ** 53, -(2 ** 51), 0.1, 0.3, 1 / 3, 1234.56, 1e-9, 1e-10, 123_456_789.123_456_789];

describe('differenceOf', () => {
  it.each([
    ['nothing', [], []],
    ['equal values', [1, NaN, -0, Infinity], [1, NaN, -0, Infinity]],
    ['a counter that grew', [123_456_789], [123_456_795]],
    ['one that was reset', [123_456_789.5], [3]],
    ['fractions', [0.1, 1234.56, 17.000_001, 3e-9], [0.3, 1234.57, 17.000_002, 4e-9]],
    ['the first and the last of many', [1, ...Array<number>(100_000).fill(7), 2], [3, ...Array<number>(100_000).fill(7), 4]],
    ['every value', Array.from({ length: 5_000 }, Math.sqrt), Array.from({ length: 5_000 }, (_, i) => -Math.cbrt(i + 0.5))],
    ['every odd number and every other', odd.flatMap((one) => odd.map(() => one)), odd.flatMap(() => odd)],
  ])('leads back: %s', (_, before, now) => {
    back(before as number[], now as number[]);
    back(now as number[], before as number[]);
  });

  it('leads back between numbers of every size, whole and with decimals', () => {
    let seed = 1;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const number = () => Math.round((random() - 0.5) * 10 ** Math.floor(random() * 18)) / 10 ** Math.floor(random() * 10);
    const [before, now] = [0, 0].map(() => Array.from({ length: 20_000 }, number)) as [number[], number[]];
    back(before, now);
    back(before, before.map((value, i) => value + Math.round(random() * 1_000) / 10 ** (i % 7)));
  });

  it('takes two or three bytes for what grew a little, and none for what stayed', () => {
    const before = Array.from({ length: 500 }, (_, i) => 1_000_000 + i / 100);
    expect(back(before, before)).toBe(4);
    expect(back(before, before.map((value, i) => (i % 10 === 0 ? Math.round(value * 100 + 300) / 100 : value)))).toBeLessThanOrEqual(4 + 50 * 3);
  });

  it('follows one another in one buffer', () => {
    const polls = [[1, 2, 3], [1, 5, 3], [9, 5, 4]].map((values) => Float64Array.from(values));
    const differences = [1, 0].map((i) => {
      const { bytes, used } = differenceOf(polls[i] as Float64Array, polls[i + 1] as Float64Array);
      return Buffer.from(bytes.subarray(0, used));
    });
    const values = Float64Array.from([9, 5, 4]);
    const bytes = Buffer.concat(differences);
    expect(undoDifference(bytes, undoDifference(bytes, 0, values), values)).toBe(bytes.length);
    expect([...values]).toEqual([1, 2, 3]);
  });
});
