import type { Vitals } from '../../../../contract/vitals.ts';
import { noLabels, type Family, type Labels, type Sample } from '../../metrics/family.ts';
import { labelled } from '../../metrics/sharedLabels.ts';

/**
 * Vitals as families, so that history keeps them too: a graph of CPU use over a week then reads one family and computes nothing.
 * They are kept, and not published: Prometheus computes its own from node_exporter's names.
 * Rounded, because a ratio to the 10,000th part and whole bytes is all that a graph can show, and takes a quarter of the room.
 */
export function vitalsFamilies(vitals: Vitals): Family[] {
  const { cpu, memory, swap, mounts, disks, interfaces } = vitals;
  return [
    ratio('cpu_used', 'Share of CPU time that was not idle or waiting for a disk.', alone(cpu?.usedPercent)),
    ratio('cpu_iowait', 'Share of CPU time that waited for a disk.', alone(cpu?.iowaitPercent)),
    ratio('cpu_steal', 'Share of CPU time that the hypervisor gave to others.', alone(cpu?.stealPercent)),
    ratio('cpu_each_used', 'The same as cpu_used for each CPU.', samples(cpu?.each ?? [], byCpu, (one) => one.cpu, (one) => one.usedPercent)),
    ratio('memory_used', 'Share of memory that is not available.', alone(memory?.usedPercent)),
    ratio('swap_used', 'Share of swap space in use.', alone(swap?.usedPercent)),
    ratio('mount_used', 'Share of space in use, as df counts it.', samples(mounts, byMount, (one) => one.mountpoint, (one) => one.usedPercent)),
    ratio('mount_inodes_used', 'Share of inodes in use.', samples(mounts, byMount, (one) => one.mountpoint, (one) => one.inodesUsedPercent)),
    ratio('disk_busy', 'Share of time with a request under way.', samples(disks, byDevice, (one) => one.device, (one) => one.busyPercent)),
    rate('disk_read', 'Bytes read.', samples(disks, byDevice, (one) => one.device, (one) => one.readBytesPerSecond)),
    rate('disk_written', 'Bytes written.', samples(disks, byDevice, (one) => one.device, (one) => one.writtenBytesPerSecond)),
    rate('network_receive', 'Bytes received.', samples(interfaces, byDevice, (one) => one.interface, (one) => one.receiveBytesPerSecond)),
    rate('network_transmit', 'Bytes transmitted.', samples(interfaces, byDevice, (one) => one.interface, (one) => one.transmitBytesPerSecond)),
  ].filter((family) => family.samples.length > 0);
}

const [byCpu, byMount, byDevice] = [labelled('cpu'), labelled('mountpoint'), labelled('device')];
type Known = number | null | undefined;

const alone = (value: Known): Sample[] => (value === null || value === undefined ? [] : [{ labels: noLabels, value }]);

/** A sample of each that has a value, in the order of their names: the busiest interface changing places does not make another shape. */
function samples<One>(all: readonly One[], labelsOf: (name: string) => Labels, nameOf: (one: One) => string, valueOf: (one: One) => Known): Sample[] {
  const named: Array<{ name: string; sample: Sample }> = [];
  for (const one of all) {
    const [name, value] = [nameOf(one), valueOf(one)];
    if (value !== null && value !== undefined) {
      named.push({ name, sample: { labels: labelsOf(name), value } });
    }
  }
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ sample }) => sample);
}

function family(name: string, help: string, all: Sample[], round: (value: number) => number): Family {
  for (const sample of all) {
    sample.value = round(sample.value);
  }
  return { name: `shellwatch_vitals_${name}`, help, type: 'gauge', samples: all };
}

const ratio = (name: string, help: string, all: Sample[]): Family => family(`${name}_ratio`, help, all, (percent) => Math.round(percent * 100) / 10_000);
const rate = (name: string, help: string, all: Sample[]): Family => family(`${name}_bytes_per_second`, help, all, Math.round);
