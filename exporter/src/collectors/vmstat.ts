import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { number } from './number.ts';
import { remembered } from './remembered.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/vmstat';

/** proc(5), /proc/vmstat: `NAME NUMBER`. Some are counters and some are not, so all are untyped, as in node_exporter. */
export function vmstat({ option }: CollectorSettings): Collector {
  const kept = filter(option['vmstat.fields'], '');
  const described = remembered((field) =>
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
      for (const line of text.split('\n')) {
        const space = line.indexOf(' ');
        const known = space > 0 ? described(line.slice(0, space)) : undefined;
        if (known !== undefined) {
          families.push(single('untyped', known.name, known.help, number(line.slice(space + 1), file)));
        }
      }
      return families;
    },
  };
}
