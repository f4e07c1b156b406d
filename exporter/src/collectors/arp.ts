import { labelled } from '../metrics/sharedLabels.ts';
import { lines, words } from './lines.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/net/arp';
const labelsOf = labelled('device');

/** proc(5), /proc/net/arp: one line for each IPv4 neighbour, the device last. NOARP entries are not listed. */
export function arp({ option }: CollectorSettings): Collector {
  const kept = filter(option['arp.device-include'], option['arp.device-exclude']);
  return {
    name: 'arp',
    reads: [{ path: file, tier: 'fast' }],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const entries = new Map<string, number>();
      for (const line of lines(text).slice(1)) {
        const device = words(line).at(-1) ?? '';
        if (kept(device)) {
          entries.set(device, (entries.get(device) ?? 0) + 1);
        }
      }
      const samples = [...entries].map(([device, value]) => ({ labels: labelsOf(device), value }));
      return samples.length === 0
        ? []
        : [{ type: 'gauge', name: 'node_arp_entries', help: 'IPv4 neighbours known on the device.', samples }];
    },
  };
}
