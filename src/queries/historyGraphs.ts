import type { History } from '../../contract/metrics.ts';

export interface Line {
  name: string;
  values: Array<number | null>;
}

interface Read {
  /** A family that the exporter keeps; those that begin shellwatch_vitals_ are the computed vitals. */
  family: string;
  /** The label that names the lines; without it there is one line, named `name`. */
  label?: string;
  name?: string;
  /** −100 makes a ratio percent below the axis. */
  factor?: number;
}

/** A graph over the exporter's own history: no Prometheus is asked. */
export interface HistoryGraph {
  id: string;
  title: string;
  /** In Grafana's unit ids. */
  unit: string;
  min?: number;
  max?: number;
  /** The check whose limit belongs into this graph. */
  check?: string;
  reads: Read[];
}

const percent = { unit: 'percent', min: 0, max: 100 } as const;
const vitals = (family: string, more: Omit<Read, 'family'> = {}): Read => ({ family: `shellwatch_vitals_${family}`, ...more });

/** The graphs of a server's overview, in their order. */
export const historyGraphs: HistoryGraph[] = [
  { id: 'cpu', title: 'CPU', ...percent, check: 'cpu', reads: [vitals('cpu_used_ratio', { name: 'used', factor: 100 }), vitals('cpu_iowait_ratio', { name: 'waiting for disks', factor: 100 })] },
  { id: 'memory', title: 'Memory', ...percent, check: 'memory', reads: [vitals('memory_used_ratio', { name: 'memory', factor: 100 }), vitals('swap_used_ratio', { name: 'swap', factor: 100 })] },
  { id: 'load', title: 'Load', unit: 'short', min: 0, reads: [{ family: 'node_load1', name: '1 min' }, { family: 'node_load5', name: '5 min' }, { family: 'node_load15', name: '15 min' }] },
  { id: 'mounts', title: 'Disk space used', ...percent, check: 'disk_space', reads: [vitals('mount_used_ratio', { label: 'mountpoint', factor: 100 })] },
  {
    id: 'network',
    title: 'Network: received above, sent below',
    unit: 'binBps',
    reads: [vitals('network_receive_bytes_per_second', { label: 'device', name: 'received' }), vitals('network_transmit_bytes_per_second', { label: 'device', name: 'sent', factor: -1 })],
  },
  {
    id: 'disks',
    title: 'Disks: read above, written below',
    unit: 'binBps',
    reads: [vitals('disk_read_bytes_per_second', { label: 'device', name: 'read' }), vitals('disk_written_bytes_per_second', { label: 'device', name: 'written', factor: -1 })],
  },
  { id: 'busy', title: 'Disks: busy', ...percent, reads: [vitals('disk_busy_ratio', { label: 'device', factor: 100 })] },
  { id: 'temperature', title: 'Temperature', unit: 'celsius', check: 'temperature', reads: [{ family: 'node_hwmon_temp_celsius', label: 'sensor' }] },
];

/** The lines that a reply makes in its graph. */
export function historyLines({ label, name = '', factor = 1 }: Read, { series }: History): Line[] {
  return series.map(({ labels, mean }) => ({
    name: label === undefined ? name : [labels[label] ?? '', name].join(' ').trim(),
    values: factor === 1 ? mean : mean.map((value) => (value === null ? null : value * factor)),
  }));
}
