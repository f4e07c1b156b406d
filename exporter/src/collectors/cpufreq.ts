import { familySet } from '../metrics/familySet.ts';
import { attributeReads, attributes } from './attributes.ts';
import type { Collector } from './collector.ts';
import { words } from './lines.ts';
import { number } from './number.ts';

const cpus = '/sys/devices/system/cpu/cpu[0-9]*';

/** Kernel documentation, admin-guide/pm/cpufreq: attribute in kHz, name after node_cpu_, meaning. */
const rows = [
  ['cpuinfo_cur_freq', 'frequency_hertz', 'Frequency the hardware reports.'],
  ['cpuinfo_avg_freq', 'frequency_avg_hertz', 'Average frequency the hardware reports.'],
  ['cpuinfo_min_freq', 'frequency_min_hertz', 'Lowest frequency of the hardware.'],
  ['cpuinfo_max_freq', 'frequency_max_hertz', 'Highest frequency of the hardware.'],
  ['scaling_cur_freq', 'scaling_frequency_hertz', 'Frequency the governor asked for last.'],
  ['scaling_min_freq', 'scaling_frequency_min_hertz', 'Lowest frequency the governor may ask for.'],
  ['scaling_max_freq', 'scaling_frequency_max_hertz', 'Highest frequency the governor may ask for.'],
] as const;
const governors = ['scaling_governor', 'scaling_available_governors'] as const;
const names = [...rows.map(([attribute]) => attribute), ...governors].map((name) => `cpufreq/${name}`);

const set = familySet<string>({
  ...Object.fromEntries(
    rows.map(([attribute, name, help]) => [attribute, ['gauge', `node_cpu_${name}`, help] as const])
  ),
  governor: ['gauge', 'node_cpu_scaling_governor', 'Governors of the CPU; 1 for the one in use.'],
});

/** Frequencies of each CPU. cpuinfo_cur_freq is for root only, as it may interrupt the CPU. */
export const cpufreq: Collector = {
  name: 'cpufreq',
  reads: attributeReads(cpus, names, 'medium'),
  collect(snapshot) {
    const { add, families } = set();
    for (const [path, found] of attributes(snapshot, cpus, names)) {
      const cpu = path.slice(path.lastIndexOf('/cpu') + 4);
      for (const [attribute] of rows) {
        const text = found[`cpufreq/${attribute}`];
        // Where a driver can not tell, it says `<unknown>`.
        if (text !== undefined && !text.startsWith('<')) {
          add(attribute, { cpu }, number(text, `${path}/cpufreq/${attribute}`) * 1000);
        }
      }
      const current = found['cpufreq/scaling_governor'];
      for (const governor of current === undefined ? [] : words(found['cpufreq/scaling_available_governors'] ?? '')) {
        add('governor', { cpu, governor }, governor === current ? 1 : 0);
      }
    }
    return families();
  },
};
