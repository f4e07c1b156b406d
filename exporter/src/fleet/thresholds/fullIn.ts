/** Free bytes of a mount over the last hours, thinned out, and the pace at which they go. */
export interface Pace {
  add(at: number, availableBytes: number): void;
  /** Hours until nothing is left; undefined while too little was seen. */
  hoursLeft(): number | undefined;
}

const everyMs = 5 * 60_000;
const keepMs = 6 * 3_600_000;
/** A pace of less than half an hour is noise: one big file being copied. */
const leastMs = 30 * 60_000;
/** A year stands for "not at this pace": the value comes back over the limit, so that an alert recovers instead of vanishing. */
export const never = 8_760;

/** Slope by least squares, in bytes per ms. */
function slope(points: ReadonlyArray<readonly [number, number]>): number {
  const meanAt = points.reduce((sum, [at]) => sum + at, 0) / points.length;
  const mean = points.reduce((sum, [, bytes]) => sum + bytes, 0) / points.length;
  let above = 0;
  let below = 0;
  for (const [at, bytes] of points) {
    above += (at - meanAt) * (bytes - mean);
    below += (at - meanAt) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

export function createPace(): Pace {
  let points: Array<readonly [number, number]> = [];
  // Two numbers and no pair of them: they change with every poll.
  let lastAt = NaN;
  let lastBytes = NaN;
  return {
    add(at, availableBytes) {
      lastAt = at;
      lastBytes = availableBytes;
      const newest = points.at(-1);
      if (newest === undefined || at - newest[0] >= everyMs) {
        points = [...points.filter(([then]) => at - then < keepMs), [at, availableBytes]];
      }
    },
    hoursLeft() {
      const oldest = points[0];
      if (oldest === undefined || lastAt - oldest[0] < leastMs) {
        return undefined;
      }
      const perMs = slope(points.at(-1)?.[0] === lastAt ? points : [...points, [lastAt, lastBytes]]);
      return perMs >= 0 ? never : Math.min(never, lastBytes / -perMs / 3_600_000);
    },
  };
}
