import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/vmstat';

/** proc(5), /proc/vmstat: `NAME NUMBER`. Some are counters and some are not, so all are untyped, as in node_exporter. */
export function vmstat({ option }: CollectorSettings): Collector {
  const kept = filter(option['vmstat.fields'], '');
  return {
    name: 'vmstat',
    reads: [{ path: file, tier: 'fast' }],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const families: Family[] = [];
      for (const line of text.split('\n')) {
        const space = line.indexOf(' ');
        const name = line.slice(0, space);
        if (space > 0 && kept(name)) {
          families.push(single('untyped', `node_vmstat_${name}`, `Field ${name} of ${file}.`, number(line.slice(space + 1), file)));
        }
      }
      return families;
    },
  };
}
