import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { keyedLines } from './keyedLines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/vmstat';

/** proc(5), /proc/vmstat: `NAME NUMBER`. Some are counters and some are not, so all are untyped, as in node_exporter. */
export function vmstat({ option }: CollectorSettings): Collector {
  const kept = filter(option['vmstat.fields'], '');
  const known = keyedLines(/([^ \n]+) /y, (field) =>
    kept(field) ? { name: `node_vmstat_${field}`, help: `Field ${field} of ${file}.` } : undefined
  );
  return {
    name: 'vmstat',
    reads: [{ path: file, tier: 'fast' }],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const families: Family[] = [];
      known(text, ({ name, help }, value) => families.push(single('untyped', name, help, number(value, file))));
      return families;
    },
  };
}
