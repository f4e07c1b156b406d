import type { Family, Sample } from '../metrics/family.ts';
import { sharedLabels } from '../metrics/sharedLabels.ts';
import { number } from './number.ts';
import { remembered } from '../metrics/remembered.ts';

/** proc(5), /proc/stat: columns of a cpu line, in USER_HZ, which is 100 for every architecture Linux shows to programs. */
const modes = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'];
const guestModes = ['user', 'nice'];
const labelsOf = remembered((cpu) => ({
  modes: modes.map((mode) => sharedLabels({ cpu, mode })),
  guestModes: guestModes.map((mode) => sharedLabels({ cpu, mode })),
}));
const hertz = 100;
/** A fall of idle time beyond this many seconds is a CPU that went and came back, and starts from zero. */
const replugged = 3;

/** Node's name of each CPU line: cpu0 … cpuN, without the sum. */
const cpuLines = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('cpu') && line[3] !== ' ')
    .map((line) => line.trim().split(' '));

const valueBefore = (before: Family | undefined, at: number, sample: Sample): number | undefined => {
  const same = (other: Sample | undefined) =>
    other?.labels.cpu === sample.labels.cpu && other?.labels.mode === sample.labels.mode;
  const there = before?.samples[at];
  return (same(there) ? there : before?.samples.find(same))?.value;
};

/**
 * On kernels with NO_HZ, idle and iowait of a CPU may fall a little between two reads. A counter that falls is taken
 * for a restart, so the larger value stays, as in node_exporter, unless the CPU was replugged.
 */
function neverFalling(family: Family, before: Family | undefined, restarted: ReadonlySet<string>): Family {
  family.samples.forEach((sample, at) => {
    const value = restarted.has(sample.labels.cpu ?? '') ? undefined : valueBefore(before, at, sample);
    if (value !== undefined && value > sample.value) {
      sample.value = value;
    }
  });
  return family;
}

/** node_cpu_seconds_total and node_cpu_guest_seconds_total; guest time is part of user and nice time too. */
export function cpuSeconds(text: string, guest: boolean, before: readonly Family[] = []): Family[] {
  const seconds: Sample[] = [];
  const guests: Sample[] = [];
  for (const [name = '', ...columns] of cpuLines(text)) {
    const cpu = name.slice(3);
    const labels = labelsOf(cpu);
    labels.modes.forEach((one, at) => seconds.push({ labels: one, value: number(columns[at], '/proc/stat') / hertz }));
    // guest came with Linux 2.6.24, guest_nice with 2.6.33.
    labels.guestModes.forEach((one, at) =>
      guests.push({ labels: one, value: number(columns[8 + at] ?? '0', '/proc/stat') / hertz })
    );
  }
  const all: Family = {
    type: 'counter',
    name: 'node_cpu_seconds_total',
    help: 'Time the CPU spent in each mode.',
    samples: seconds,
  };
  const vms: Family = {
    type: 'counter',
    name: 'node_cpu_guest_seconds_total',
    help: 'Time the CPU spent in virtual machines.',
    samples: guests,
  };
  const last = (family: Family) => before.find(({ name }) => name === family.name);
  const restarted = new Set<string>();
  seconds.forEach((sample, at) => {
    if (sample.labels.mode === 'idle' && (valueBefore(last(all), at, sample) ?? 0) - sample.value >= replugged) {
      restarted.add(sample.labels.cpu ?? '');
    }
  });
  return [all, ...(guest ? [vms] : [])].map((family) => neverFalling(family, last(family), restarted));
}
