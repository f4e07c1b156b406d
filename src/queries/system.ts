import type { Panel } from './panel.ts';

const waiting = (resource: string, kind: string, server: string) => `100 * rate(node_pressure_${resource}_${kind}_seconds_total{${server}}[$__rate_interval])`;

export const pressurePanels = (server: string): Panel[] => [
  {
    title: 'Pressure: some waited',
    about: 'Share of time in which at least one task waited for it (kernel: Documentation/accounting/psi.rst)',
    type: 'timeseries',
    unit: 'percent',
    min: 0,
    queries: ['cpu', 'memory', 'io'].map((resource) => ({ expr: waiting(resource, 'waiting', server), legend: resource })),
  },
  {
    title: 'Pressure: all waited',
    about: 'Share of time in which every task waited for it at once',
    type: 'timeseries',
    unit: 'percent',
    min: 0,
    queries: ['memory', 'io'].map((resource) => ({ expr: waiting(resource, 'stalled', server), legend: resource })),
  },
];

export const systemPanels = (server: string): Panel[] => [
  {
    title: 'Processes',
    type: 'timeseries',
    unit: 'short',
    min: 0,
    queries: [
      { expr: `node_procs_running{${server}}`, legend: 'running' },
      { expr: `node_procs_blocked{${server}}`, legend: 'waiting for a disk' },
    ],
  },
  { title: 'Forks', type: 'timeseries', unit: 'ops', min: 0, queries: [{ expr: `rate(node_forks_total{${server}}[$__rate_interval])`, legend: 'forks' }] },
  {
    title: 'Open files',
    type: 'timeseries',
    unit: 'short',
    min: 0,
    queries: [
      { expr: `node_filefd_allocated{${server}}`, legend: 'open' },
      { expr: `node_filefd_maximum{${server}} < 1e15`, legend: 'maximum' },
    ],
  },
  { title: 'Temperature', type: 'timeseries', unit: 'celsius', queries: [{ expr: `node_hwmon_temp_celsius{${server}}`, legend: '{{chip}} {{sensor}}' }] },
  { title: 'Clock offset', type: 'timeseries', unit: 's', queries: [{ expr: `node_timex_offset_seconds{${server}}`, legend: 'offset' }] },
  { title: 'Units by state', type: 'timeseries', unit: 'short', min: 0, queries: [{ expr: `sum by (state) (node_systemd_unit_state{${server}})`, legend: '{{state}}' }] },
];

export const uptime = (server: string) => `time() - node_boot_time_seconds{${server}}`;
