import type { Vitals } from '../../../../contract/vitals.ts';
import type { Family, Labels } from '../../metrics/family.ts';

/**
 * Vitals as families, so that history keeps them too: a graph of CPU use over a week then reads one family and computes nothing.
 * They are kept, and not published: Prometheus computes its own from node_exporter's names.
 * Rounded, because a ratio to the 10,000th part and whole bytes is all that a graph can show, and takes a quarter of the room.
 */
export function vitalsFamilies(vitals: Vitals): Family[] {
  const { cpu, memory, swap, mounts, disks, interfaces } = vitals;
  return [
    ratio('cpu_used', 'Share of CPU time that was not idle or waiting for a disk.', [[{}, cpu?.usedPercent]]),
    ratio('cpu_iowait', 'Share of CPU time that waited for a disk.', [[{}, cpu?.iowaitPercent]]),
    ratio('cpu_steal', 'Share of CPU time that the hypervisor gave to others.', [[{}, cpu?.stealPercent]]),
    ratio('cpu_each_used', 'The same as cpu_used for each CPU.', (cpu?.each ?? []).map((one) => [{ cpu: one.cpu }, one.usedPercent])),
    ratio('memory_used', 'Share of memory that is not available.', [[{}, memory?.usedPercent]]),
    ratio('swap_used', 'Share of swap space in use.', [[{}, swap?.usedPercent]]),
    ratio('mount_used', 'Share of space in use, as df counts it.', mounts.map((one) => [{ mountpoint: one.mountpoint }, one.usedPercent])),
    ratio('mount_inodes_used', 'Share of inodes in use.', mounts.map((one) => [{ mountpoint: one.mountpoint }, one.inodesUsedPercent])),
    ratio('disk_busy', 'Share of time with a request under way.', disks.map((one) => [{ device: one.device }, one.busyPercent])),
    rate('disk_read', 'Bytes read.', disks.map((one) => [{ device: one.device }, one.readBytesPerSecond])),
    rate('disk_written', 'Bytes written.', disks.map((one) => [{ device: one.device }, one.writtenBytesPerSecond])),
    rate('network_receive', 'Bytes received.', interfaces.map((one) => [{ device: one.interface }, one.receiveBytesPerSecond])),
    rate('network_transmit', 'Bytes transmitted.', interfaces.map((one) => [{ device: one.interface }, one.transmitBytesPerSecond])),
  ].filter((family) => family.samples.length > 0);
}

type Rows = ReadonlyArray<readonly [Labels, number | null | undefined]>;

/** Sorted by labels, so that the busiest interface changing places does not make another shape. */
const family = (name: string, help: string, rows: Rows, round: (value: number) => number): Family => ({
  name: `shellwatch_vitals_${name}`,
  help,
  type: 'gauge',
  samples: rows
    .flatMap(([labels, value]) => (value === null || value === undefined ? [] : [{ labels, value: round(value) }]))
    .sort((a, b) => (JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1)),
});

const ratio = (name: string, help: string, rows: Rows): Family => family(`${name}_ratio`, help, rows, (percent) => Math.round(percent * 100) / 10_000);
const rate = (name: string, help: string, rows: Rows): Family => family(`${name}_bytes_per_second`, help, rows, Math.round);
