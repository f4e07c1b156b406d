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

const isSame = (a: Sample | undefined, b: Sample): boolean =>
  a !== undefined && (a.labels === b.labels || (a.labels.cpu === b.labels.cpu && a.labels.mode === b.labels.mode));

/** The values that these samples had before, in their order. */
function valuesBefore(before: readonly Sample[] | undefined, samples: readonly Sample[]): Array<number | undefined> {
  return samples.map((sample, at) => {
    const there = before?.[at];
    return (isSame(there, sample) ? there : before?.find((other) => isSame(other, sample)))?.value;
  });
}

/**
 * On kernels with NO_HZ, idle and iowait of a CPU may fall a little between two reads. A counter that falls is taken
 * for a restart, so the larger value stays, as in node_exporter, unless the CPU was replugged.
 */
function neverFalling(samples: readonly Sample[], before: ReadonlyArray<number | undefined>, restarted: ReadonlySet<string>): void {
  samples.forEach((sample, at) => {
    const value = restarted.has(sample.labels.cpu ?? '') ? undefined : before[at];
    if (value !== undefined && value > sample.value) {
      sample.value = value;
    }
  });
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
  const last = ({ name, samples }: Family) => valuesBefore(before.find((family) => family.name === name)?.samples, samples);
  const secondsBefore = last(all);
  const restarted = new Set<string>();
  seconds.forEach((sample, at) => {
    if (sample.labels.mode === 'idle' && (secondsBefore[at] ?? 0) - sample.value >= replugged) {
      restarted.add(sample.labels.cpu ?? '');
    }
  });
  neverFalling(seconds, secondsBefore, restarted);
  if (guest) {
    neverFalling(guests, last(vms), restarted);
  }
  return guest ? [all, vms] : [all];
}
