import type { Family } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { filter } from './filter.ts';
import { words } from './lines.ts';
import { numberOrNone } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const set = familySet({
  info: ['gauge', 'node_cpu_info', 'What /proc/cpuinfo says of the CPU; always 1.'],
  frequency: ['gauge', 'node_cpu_frequency_hertz', 'Frequency of the CPU by /proc/cpuinfo.'],
  flag: ['gauge', 'node_cpu_flag_info', 'Features of the first CPU; always 1.'],
  bug: ['gauge', 'node_cpu_bug_info', 'Flaws of the first CPU; always 1.'],
});

/** Blocks of `key : value` lines, one block for each CPU. */
const blocks = (text: string): Array<Map<string, string>> =>
  text
    .split('\n\n')
    .map(
      (block) =>
        new Map(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()])
        )
    )
    .filter((block) => block.has('processor'));

/** proc(5), /proc/cpuinfo, with x86's keys; what another architecture lacks stays empty. */
export function cpuInfo(text: string, { option, off }: CollectorSettings): Family[] {
  const { add, families } = set();
  const cpus = blocks(text);
  for (const cpu of cpus) {
    const value = (key: string) => cpu.get(key) ?? '';
    const place = { core: value('core id'), cpu: value('processor'), package: value('physical id') };
    const model = {
      family: value('cpu family'),
      microcode: value('microcode'),
      model: value('model'),
      model_name: value('model name'),
    };
    add(
      'info',
      { cachesize: value('cache size'), ...place, ...model, stepping: value('stepping'), vendor: value('vendor_id') },
      1
    );
    const megahertz = numberOrNone(cpu.get('cpu MHz'));
    if (!off.has('cpufreq') && megahertz !== undefined) {
      add('frequency', place, megahertz * 1e6);
    }
  }
  for (const [key, label] of [
    ['flags', 'flag'],
    ['bugs', 'bug'],
  ] as const) {
    const include = option[`cpu.info.${key}-include`];
    const kept = filter(include, '');
    for (const word of include === '' ? [] : words(cpus[0]?.get(key) ?? '')) {
      if (kept(word)) {
        add(label, { [label]: word }, 1);
      }
    }
  }
  return families();
}
