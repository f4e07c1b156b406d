import { FieldType, LogsVolumeType, toDataFrame, type DataFrame } from '@grafana/data';
import { LogLevel } from '../../../contract/logSource.ts';
import { levelBuckets } from '../../components/levelBuckets';
import { searchLines } from './logs';
import type { QueryContext } from './queryContext';

const names: Partial<Record<LogLevel, string>> = { notice: 'info' };

/** How many lines of each level over time, for the histogram above logs in Explore. */
export async function logVolume(context: QueryContext): Promise<DataFrame[]> {
  const [from, to] = [context.range.from.valueOf(), context.range.to.valueOf()];
  const { found } = await searchLines(context, 10_000, { from, to });
  const buckets = levelBuckets(found.lines, from, to, 100);
  return LogLevel.options
    .filter((level) => buckets.some(({ levels }) => (levels[level] ?? 0) > 0))
    .map((level) =>
      toDataFrame({
        refId: context.query.refId,
        meta: { custom: { logsVolumeType: LogsVolumeType.FullRange, absoluteRange: { from, to } } },
        fields: [
          { name: 'Time', type: FieldType.time, values: buckets.map(({ at }) => Date.parse(at)) },
          { name: 'Value', type: FieldType.number, values: buckets.map(({ levels }) => levels[level] ?? 0), labels: { level: names[level] ?? level }, config: { displayNameFromDS: names[level] ?? level } },
        ],
      })
    );
}
