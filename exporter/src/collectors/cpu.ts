import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Family } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { cpuInfo } from './cpuInfo.ts';
import { cpuSeconds } from './cpuSeconds.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const stat = '/proc/stat';
const info = '/proc/cpuinfo';
const isolated = '/sys/devices/system/cpu/isolated';
const cpus = '/sys/devices/system/cpu/cpu[0-9]*';
const topology = ['topology/physical_package_id', 'topology/core_id'] as const;
const throttle = ['thermal_throttle/package_throttle_count', 'thermal_throttle/core_throttle_count'] as const;

const set = familySet({
  isolated: ['gauge', 'node_cpu_isolated', 'CPUs kept free of scheduling; always 1.'],
  package: ['counter', 'node_cpu_package_throttles_total', 'Times the processor slowed down because of heat.'],
  core: ['counter', 'node_cpu_core_throttles_total', 'Times the core slowed down because of heat.'],
  online: ['gauge', 'node_cpu_online', '1 when the CPU is online.'],
});

/** `1,3-5` → 1 3 4 5, as cpulist of kernel documentation admin-guide/cputopology. */
export const cpuRange = (text: string): string[] =>
  text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = NaN, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
    });

/** Threads of one core and cores of one package share their counters: the first of each speaks for all. */
function fromSysfs(snapshot: Snapshot): Family[] {
  const { add, families } = set();
  cpuRange(snapshot.read(isolated) ?? '').forEach((cpu) => add('isolated', { cpu }, 1));
  const seen = new Set<string>();
  const once = (key: 'package' | 'core', labels: Record<string, string>, text: string | undefined) => {
    const id = key + Object.values(labels).join();
    if (text !== undefined && !seen.has(id)) {
      seen.add(id);
      add(key, labels, number(text, `${key} throttle count`));
    }
  };
  for (const found of attributes(snapshot, cpus, [...topology, ...throttle]).values()) {
    const id = { package: found[topology[0]], core: found[topology[1]] };
    if (id.package !== undefined && id.core !== undefined) {
      once('core', { core: id.core, package: id.package }, found[throttle[1]]);
      once('package', { package: id.package }, found[throttle[0]]);
    }
  }
  const online = attributes(snapshot, cpus, ['online']);
  // Where cpu0 can not go offline it has no such file, and node_exporter then tells nothing.
  if (online.has('/sys/devices/system/cpu/cpu0')) {
    online.forEach((found, path) =>
      add('online', { cpu: path.slice(path.lastIndexOf('/cpu') + 4) }, found.online === '1' ? 1 : 0)
    );
  }
  return families();
}

/** Time of CPUs, and what is cheap to know of them. */
export function cpu(settings: CollectorSettings): Collector {
  const { option } = settings;
  const withInfo =
    option['cpu.info'] || option['cpu.info.flags-include'] !== '' || option['cpu.info.bugs-include'] !== '';
  return {
    name: 'cpu',
    reads: [
      { path: stat, tier: 'fast' },
      { path: isolated, tier: 'static' },
      ...(withInfo ? [{ path: info, tier: 'medium' as const }] : []),
      ...attributeReads(cpus, topology, 'static'),
      ...attributeReads(cpus, throttle, 'medium'),
      ...attributeReads(cpus, ['online'], 'medium'),
    ],
    collect(snapshot, before) {
      const text = snapshot.read(stat);
      if (text === undefined) {
        return undefined;
      }
      return cpuSeconds(text, option['cpu.guest'], before);
    },
    collectSlow(snapshot) {
      const text = withInfo ? snapshot.read(info) : undefined;
      return [...(text === undefined ? [] : cpuInfo(text, settings)), ...fromSysfs(snapshot)];
    },
  };
}
