import type { Panel } from './panel.ts';

const fileSystem = 'fstype!~"tmpfs|ramfs|devtmpfs|overlay|squashfs|efivarfs"';
const disk = 'device!~"(loop|ram|zram|sr|fd)[0-9]+"';

/** As df(1) counts: what users may still write decides, not the blocks kept for root. */
const diskUsed = (server: string) => {
  const size = `node_filesystem_size_bytes{${server}, ${fileSystem}}`;
  const free = `node_filesystem_free_bytes{${server}, ${fileSystem}}`;
  const available = `node_filesystem_avail_bytes{${server}, ${fileSystem}}`;
  return `100 * (${size} - ${free}) / (${size} - ${free} + ${available})`;
};
export const fullestMount = (server: string) => `max by (instance) (${diskUsed(server)})`;

export const diskPanels = (server: string): Panel[] => [
  { title: 'Space used', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: diskUsed(server), legend: '{{mountpoint}}' }] },
  {
    title: 'Inodes used',
    type: 'timeseries',
    unit: 'percent',
    min: 0,
    max: 100,
    queries: [{ expr: `100 * (1 - node_filesystem_files_free{${server}, ${fileSystem}} / (node_filesystem_files{${server}, ${fileSystem}} > 0))`, legend: '{{mountpoint}}' }],
  },
  {
    title: 'Reads and writes',
    type: 'timeseries',
    unit: 'binBps',
    queries: [
      { expr: `rate(node_disk_read_bytes_total{${server}, ${disk}}[$__rate_interval])`, legend: '{{device}} read' },
      { expr: `-rate(node_disk_written_bytes_total{${server}, ${disk}}[$__rate_interval])`, legend: '{{device}} written' },
    ],
  },
  { title: 'Busy', about: 'Share of time with a request under way', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: `100 * rate(node_disk_io_time_seconds_total{${server}, ${disk}}[$__rate_interval])`, legend: '{{device}}' }] },
  {
    title: 'Latency',
    about: 'Mean time of a request',
    type: 'timeseries',
    unit: 's',
    min: 0,
    queries: [
      { expr: `rate(node_disk_read_time_seconds_total{${server}, ${disk}}[$__rate_interval]) / (rate(node_disk_reads_completed_total{${server}, ${disk}}[$__rate_interval]) > 0)`, legend: '{{device}} read' },
      { expr: `rate(node_disk_write_time_seconds_total{${server}, ${disk}}[$__rate_interval]) / (rate(node_disk_writes_completed_total{${server}, ${disk}}[$__rate_interval]) > 0)`, legend: '{{device}} write' },
    ],
  },
];
