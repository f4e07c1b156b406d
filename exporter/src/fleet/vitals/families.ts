import type { Vitals } from '../../../../contract/vitals.ts';
import { columnFamily } from '../../metrics/columnFamily.ts';
import { noLabels, type Family, type Labels } from '../../metrics/family.ts';
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
  ].filter((family) => family !== undefined);
}

const [byCpu, byMount, byDevice] = [labelled('cpu'), labelled('mountpoint'), labelled('device')];
type Known = number | null | undefined;
/** Label sets and their values. */
interface Columns {
  labels: readonly Labels[];
  values: number[];
}

const nothing: Columns = { labels: [], values: [] };
const noLabelsOnce = [noLabels];
const alone = (value: Known): Columns => (value === null || value === undefined ? nothing : { labels: noLabelsOnce, values: [value] });

/** What has a value, in the order of its name: the busiest interface changing places does not make another shape. */
function samples<One>(all: readonly One[], labelsOf: (name: string) => Labels, nameOf: (one: One) => string, valueOf: (one: One) => Known): Columns {
  const labels: Labels[] = [];
  const values: number[] = [];
  for (const one of sorted(all, nameOf)) {
    const value = valueOf(one);
    if (value !== null && value !== undefined) {
      labels.push(labelsOf(nameOf(one)));
      values.push(value);
    }
  }
  return { labels, values };
}

function sorted<One>(all: readonly One[], nameOf: (one: One) => string): readonly One[] {
  const isSorted = all.every((one, at) => at === 0 || nameOf(all[at - 1] as One) <= nameOf(one));
  return isSorted ? all : [...all].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function family(name: string, help: string, { labels, values }: Columns, round: (value: number) => number): Family | undefined {
  return labels.length === 0 ? undefined : columnFamily({ name: `shellwatch_vitals_${name}`, help, type: 'gauge', labels }, values.map(round));
}

const ratio = (name: string, help: string, columns: Columns) => family(`${name}_ratio`, help, columns, (percent) => Math.round(percent * 100) / 10_000);
const rate = (name: string, help: string, columns: Columns) => family(`${name}_bytes_per_second`, help, columns, (bytes) => Math.round(bytes));
