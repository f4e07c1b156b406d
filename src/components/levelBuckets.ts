import type { LogLine } from '../../contract/logs.ts';
import type { LogLevel } from '../../contract/logSource.ts';

export interface LevelBucket {
  at: string;
  levels: Partial<Record<LogLevel, number>>;
}

/** Lines by level over time; those without a time are left out. */
export function levelBuckets(lines: Array<Pick<LogLine, 'time' | 'level'>>, from: number, to: number, count: number): LevelBucket[] {
  const width = (to - from) / count;
  const buckets = Array.from({ length: count }, (_, at): LevelBucket => ({ at: new Date(from + at * width).toISOString(), levels: {} }));
  for (const { time, level } of lines) {
    const bucket = time === null ? undefined : buckets[Math.floor((Date.parse(time) - from) / width)];
    if (bucket !== undefined) {
      bucket.levels[level] = (bucket.levels[level] ?? 0) + 1;
    }
  }
  return buckets;
}
