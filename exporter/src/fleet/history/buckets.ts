import type { Labels } from '../../metrics/family.ts';
import { increase } from '../vitals/increase.ts';

/** Points of equal width: point i is what fell into [start + i·step, start + (i+1)·step). */
export interface Grid {
  start: number;
  step: number;
  count: number;
  /** How long a sample stands for what comes after it: polls are not exact to the millisecond, so a point as wide as the interval may get none. */
  hold: number;
}

export interface SeriesPoints {
  labels: Labels;
  mean: Array<number | null>;
  min: Array<number | null>;
  max: Array<number | null>;
}

/** Takes samples of one series in order of time, and keeps minimum, maximum and mean of each point. */
export interface Bucket {
  add(time: number, value: number): void;
  readonly labels: Labels;
  points(): SeriesPoints | undefined;
}

/** Two samples further apart than this have no rate between them: the server was away. */
const longestGap = 15 * 60 * 1000;

/**
 * `rate`: growth per second between each sample and the one before it, resets counted from zero. The mean of a point is then
 * growth ÷ time, so that polls of different spacing weigh what they should; minimum and maximum are those of single polls.
 */
export function createBucket(grid: Grid, labels: Labels, rate: boolean): Bucket {
  const sum = new Float64Array(grid.count);
  const weight = new Float64Array(grid.count);
  const min = new Float64Array(grid.count).fill(Infinity);
  const max = new Float64Array(grid.count).fill(-Infinity);
  const lastAt = new Float64Array(grid.count);
  const last = new Float64Array(grid.count);
  let lastTime = -Infinity;
  let lastValue = 0;
  let any = false;

  const put = (time: number, value: number, times: number): void => {
    const at = Math.floor((time - grid.start) / grid.step);
    if (at < 0 || at >= grid.count || !Number.isFinite(value)) {
      return;
    }
    any = true;
    sum[at] = (sum[at] as number) + value * times;
    weight[at] = (weight[at] as number) + times;
    min[at] = Math.min(min[at] as number, value);
    max[at] = Math.max(max[at] as number, value);
    lastAt[at] = time;
    last[at] = value;
  };

  return {
    labels,
    add(time, value) {
      if (!rate) {
        put(time, value, 1);
        return;
      }
      const seconds = (time - lastTime) / 1000;
      if (seconds > 0 && seconds * 1000 <= longestGap) {
        put(time, increase(value, lastValue) / seconds, seconds);
      }
      lastTime = time;
      lastValue = value;
    },
    points() {
      for (let i = 1; i < grid.count; i += 1) {
        const end = grid.start + (i + 1) * grid.step;
        if (weight[i] === 0 && (weight[i - 1] as number) > 0 && end - (lastAt[i - 1] as number) <= grid.hold) {
          put(end - grid.step, last[i - 1] as number, 1);
        }
      }
      const of = (value: (i: number) => number): Array<number | null> => Array.from(weight, (total, i) => (total > 0 ? value(i) : null));
      return any
        ? { labels, mean: of((i) => (sum[i] as number) / (weight[i] as number)), min: of((i) => min[i] as number), max: of((i) => max[i] as number) }
        : undefined;
    },
  };
}
