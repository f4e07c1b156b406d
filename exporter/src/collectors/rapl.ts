import type { Family } from '../metrics/family.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { directories, unlessMissing } from './directories.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const zones = '/sys/class/powercap/*';
const names = ['name', 'energy_uj'] as const;

/**
 * Energy that processors used, by Intel's and AMD's counters. Since Linux 5.10 only root may read them (CVE-2020-8694).
 * Zones of one name are numbered: by the name (`package-0`) where it has a number, else in their order.
 */
export function rapl({ option }: CollectorSettings): Collector {
  return {
    name: 'rapl',
    reads: attributeReads(zones, names, 'medium'),
    runs: [directories],
    collect(snapshot) {
      const found = attributes(snapshot, zones, names);
      const next = new Map<string, number>();
      const families = new Map<string, Family>();
      for (const [path, { name, energy_uj }] of found) {
        if (name === undefined) {
          continue;
        }
        const [, base, given] = /^([^-]*)-(\d+)$/.exec(name) ?? [];
        const zone = base ?? name;
        const index = given === undefined ? (next.get(zone) ?? 0) : Number(given);
        next.set(zone, index + 1);
        if (energy_uj === undefined) {
          continue;
        }
        const labelled = option['rapl.enable-zone-label'];
        const family = `node_rapl_${labelled ? '' : `${zone.replace(/[^a-zA-Z0-9_]/g, '_')}_`}joules_total`;
        const known = families.get(family) ?? {
          type: 'counter',
          name: family,
          help: `Energy used by ${labelled ? 'the zone' : zone}, in joules.`,
          samples: [],
        };
        const labels = { index: String(index), path, ...(labelled ? { rapl_zone: zone } : {}) };
        known.samples.push({ labels, value: number(energy_uj, path) / 1e6 });
        families.set(family, known);
      }
      // Zones that may not be read: nothing is known, which is not the same as no zones.
      return families.size === 0 && found.size > 0
        ? undefined
        : unlessMissing([...families.values()], snapshot, '/sys/class/powercap');
    },
  };
}
