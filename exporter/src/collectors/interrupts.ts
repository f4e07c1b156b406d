import type { Sample } from '../metrics/family.ts';
import { remembered } from '../metrics/remembered.ts';
import { sharedLabels } from '../metrics/sharedLabels.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/interrupts';

/** Of each line, those of each CPU: the same at every poll. */
const labelsOf = remembered((line) => {
  const [type, info, devices] = JSON.parse(line) as [string, string, string];
  return remembered((cpu) => sharedLabels({ cpu, devices, info, type }));
});

/**
 * proc(5), /proc/interrupts: a header with a column for each CPU that is online, then lines `NAME: COUNT… TEXT`.
 * Numbered lines have a chip and devices as text, named ones a description. ERR and MIS have one count only and are left out.
 * The label `cpu` is the column's index, as in node_exporter, also where a CPU is offline.
 */
export function interrupts({ option }: CollectorSettings): Collector {
  const kept = filter(option['interrupts.name-include'], option['interrupts.name-exclude']);
  return {
    name: 'interrupts',
    reads: [{ path: file, tier: 'medium' }],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const [header, ...rest] = lines(text);
      const cpus = words(header ?? '').length;
      if (cpus === 0) {
        throw new Error(`${file}: no header`);
      }
      const samples: Sample[] = [];
      for (const line of rest) {
        const colon = line.indexOf(':');
        const fields = words(line.slice(colon + 1));
        if (colon < 0 || fields.length < cpus + 1) {
          continue;
        }
        const type = line.slice(0, colon).trim();
        const numbered = /^\d+$/.test(type);
        const info = numbered ? (fields[cpus] ?? '') : fields.slice(cpus).join(' ');
        const devices = numbered ? fields.slice(cpus + 1).join(' ') : '';
        if (!kept(`${type};${info};${devices}`)) {
          continue;
        }
        const labels = labelsOf(JSON.stringify([type, info, devices]));
        for (let cpu = 0; cpu < cpus; cpu++) {
          const value = number(fields[cpu], file);
          if (value !== 0 || option['interrupts.include-zeros']) {
            samples.push({ labels: labels(String(cpu)), value });
          }
        }
      }
      return [
        { type: 'counter', name: 'node_interrupts_total', help: 'Interrupts handled, by CPU and line.', samples },
      ];
    },
  };
}
