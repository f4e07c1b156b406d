import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { LogLevel } from '../../../contract/logSource.ts';
import { levelBuckets } from '../../components/levelBuckets';
import { searchLines } from './logs';
import type { QueryContext } from './queryContext';

const names: Partial<Record<LogLevel, string>> = { notice: 'info' };

/** How many lines of each level over time, for the histogram above logs in Explore. */
export async function logVolume(context: QueryContext): Promise<DataFrame[]> {
  const { lines } = await searchLines(context, 10_000);
  const [from, to] = [context.range.from.valueOf(), context.range.to.valueOf()];
  const buckets = levelBuckets(lines, from, to, 100);
  return LogLevel.options
    .filter((level) => buckets.some(({ levels }) => (levels[level] ?? 0) > 0))
    .map((level) =>
      toDataFrame({
        refId: `log-volume-${context.query.refId}`,
        meta: { custom: { logsVolumeType: 'FullRange', absoluteRange: { from, to } } },
        fields: [
          { name: 'time', type: FieldType.time, values: buckets.map(({ at }) => Date.parse(at)) },
          { name: 'value', type: FieldType.number, values: buckets.map(({ levels }) => levels[level] ?? 0), labels: { level: names[level] ?? level }, config: { displayNameFromDS: names[level] ?? level } },
        ],
      })
    );
}
