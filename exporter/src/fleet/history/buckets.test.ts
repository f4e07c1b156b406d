import { describe, expect, it } from '@jest/globals';
import { createBucket, slotsOf } from './buckets.ts';

const grid = { start: 0, step: 60_000, count: 3, hold: 0 };
const fill = (rate: boolean, samples: Array<[number, number]>) => {
  const bucket = createBucket(grid, {}, rate);
  bucket.add(slotsOf(grid, samples.map(([seconds]) => seconds * 1000)), 0, Float64Array.from(samples, ([, value]) => value), undefined);
  return bucket.points();
};

describe('createBucket', () => {
  it('keeps minimum, maximum and mean of each point, null where there is nothing', () => {
    expect(fill(false, [[0, 1], [30, 3], [59, 8], [120, 5], [200, 9]])).toEqual({ labels: {}, mean: [4, null, 5], min: [1, null, 5], max: [8, null, 5] });
  });
  it('leaves out what is no number', () => {
    expect(fill(false, [[0, NaN], [1, Infinity], [2, 7]])?.mean).toEqual([7, null, null]);
    expect(fill(false, [[500, 1]])).toBeUndefined();
  });
  it('lets a sample stand for a point that only just missed its own', () => {
    const narrow = { start: 0, step: 15_000, count: 4, hold: 18_750 };
    const bucket = createBucket(narrow, {}, false);
    bucket.add(slotsOf(narrow, [14_900, 30_100]), 0, Float64Array.of(1, 2), undefined);
    expect(bucket.points()?.mean).toEqual([1, 1, 2, null]);
  });
  it('makes rates: growth over time, however polls are spaced', () => {
    expect(fill(true, [[-10, 100], [0, 110], [10, 120], [50, 130], [70, 150]])).toEqual({ labels: {}, mean: [0.5, 1, null], min: [0.25, 1, null], max: [1, 1, null] });
  });
  it('counts a reset from zero, and spans no long absence', () => {
    expect(fill(true, [[0, 1000], [10, 20]])?.mean[0]).toBe(2);
    expect(fill(true, [[-2000, 0], [10, 5000]])).toBeUndefined();
  });
});
