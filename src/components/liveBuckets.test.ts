import type { LogLevel } from '../../contract/logSource.ts';
import { liveBuckets } from './liveBuckets';

const at = Date.parse('2026-01-02T10:00:00.000Z');
const line = (ms: number, level: LogLevel = 'info') => ({ time: new Date(at + ms).toISOString(), level });
const filled = (buckets: ReturnType<typeof liveBuckets>) => buckets.flatMap((bucket) => (Object.keys(bucket.levels).length === 0 ? [] : [[Date.parse(bucket.at) - at, bucket.levels]]));

describe('the histogram above live lines', () => {
  it('has every line, by level, in bars of a whole second', () => {
    expect(filled(liveBuckets([line(0), line(400, 'error'), line(1_500)], at + 5_000))).toEqual([
      [0, { info: 1, error: 1 }],
      [1_000, { info: 1 }],
    ]);
  });

  it('keeps its bars where they are while lines come', () => {
    const early = liveBuckets([line(0), line(10_100)], at);
    const later = liveBuckets([line(0), line(10_100), line(10_900)], at);
    expect(later.map((bucket) => bucket.at)).toEqual(early.map((bucket) => bucket.at));
  });

  it('widens its bars until the oldest line has one', () => {
    const buckets = liveBuckets([line(-86_400_000), line(0)], at);
    expect(filled(buckets).map(([, levels]) => levels)).toEqual([{ info: 1 }, { info: 1 }]);
    expect(buckets).toHaveLength(60);
  });

  it('is empty bars without a line that tells its time', () => {
    const buckets = liveBuckets([{ time: null, level: 'info' }], at);
    expect([buckets.length, filled(buckets)]).toEqual([60, []]);
  });
});
