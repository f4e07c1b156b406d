import type { Labels } from '../../metrics/family.ts';

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

/** Times of polls, and the point of each: worked out once for all series of a chunk. */
export interface Slots {
  times: readonly number[];
  /** Index of the point; below zero outside of the grid. */
  points: Int32Array;
}

export function slotsOf(grid: Grid, times: readonly number[]): Slots {
  const points = new Int32Array(times.length);
  for (let i = 0; i < times.length; i += 1) {
    const at = Math.floor(((times[i] as number) - grid.start) / grid.step);
    points[i] = at < grid.count ? at : -1;
  }
  return { times, points };
}

/** Takes samples of one series in order of time, and keeps minimum, maximum and mean of each point. */
export interface Bucket {
  /** The samples from index `from` on; where `present` is 0 there is none. */
  add(slots: Slots, from: number, values: Float64Array, present: Uint8Array | undefined): void;
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
  /** Newest time and value of each point. */
  const newestAt = new Float64Array(grid.count);
  const newest = new Float64Array(grid.count);
  let [lastTime, lastValue, any] = [-Infinity, 0, false];

  const put = (point: number, time: number, value: number, times: number): void => {
    any = true;
    sum[point] = (sum[point] as number) + value * times;
    weight[point] = (weight[point] as number) + times;
    min[point] = value < (min[point] as number) ? value : (min[point] as number);
    max[point] = value > (max[point] as number) ? value : (max[point] as number);
    newestAt[point] = time;
    newest[point] = value;
  };
  const addValues = ({ times, points }: Slots, from: number, values: Float64Array, present: Uint8Array | undefined): void => {
    for (let i = from; i < times.length; i += 1) {
      const value = values[i] as number;
      // Infinity − Infinity and NaN − NaN are NaN: what is no number has no place in a graph.
      if ((points[i] as number) >= 0 && value - value === 0 && (present === undefined || present[i] === 1)) {
        put(points[i] as number, times[i] as number, value, 1);
      }
    }
  };
  const addRates = ({ times, points }: Slots, from: number, values: Float64Array, present: Uint8Array | undefined): void => {
    for (let i = from; i < times.length; i += 1) {
      if (present !== undefined && present[i] === 0) {
        continue;
      }
      const time = times[i] as number;
      const value = values[i] as number;
      const ms = time - lastTime;
      const grown = value >= lastValue ? value - lastValue : value;
      if ((points[i] as number) >= 0 && ms > 0 && ms <= longestGap && grown - grown === 0) {
        put(points[i] as number, time, (1000 * grown) / ms, ms / 1000);
      }
      lastTime = time;
      lastValue = value;
    }
  };
  /** A sample stands for a point that only just missed its own. */
  const hold = (): void => {
    for (let i = 1; i < grid.count; i += 1) {
      const end = grid.start + (i + 1) * grid.step;
      if (weight[i] === 0 && (weight[i - 1] as number) > 0 && end - (newestAt[i - 1] as number) <= grid.hold) {
        put(i, end - grid.step, newest[i - 1] as number, 1);
      }
    }
  };
  const shown = (values: Float64Array): Array<number | null> => {
    const list = new Array<number | null>(grid.count);
    for (let i = 0; i < grid.count; i += 1) {
      list[i] = (weight[i] as number) > 0 ? (values[i] as number) : null;
    }
    return list;
  };

  return {
    add: rate ? addRates : addValues,
    points() {
      hold();
      return any ? { labels, mean: shown(sum.map((total, i) => total / (weight[i] as number))), min: shown(min), max: shown(max) } : undefined;
    },
  };
}
