import type { LogLine } from '../../contract/logs.ts';
import { levelBuckets, type LevelBucket } from './levelBuckets';

const bars = 60;
/** Widths of a bar that a person can name. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400, 604_800, 2_592_000].map((seconds) => seconds * 1_000);

/** Lines that come in, by level over time. Bars begin at whole multiples of their width: while lines come they move as a whole, and never change. */
export function liveBuckets(lines: Array<Pick<LogLine, 'time' | 'level'>>, now: number): LevelBucket[] {
  const times = lines.flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]));
  const [first, last] = times.reduce(([least, most], time) => [Math.min(least, time), Math.max(most, time)], [now, times.length === 0 ? now : 0]);
  const step = steps.find((one) => last - first < one * (bars - 1)) ?? (steps.at(-1) as number);
  const to = Math.floor(last / step) * step + step;
  return levelBuckets(lines, to - bars * step, to, bars);
}
