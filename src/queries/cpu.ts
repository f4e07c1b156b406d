import type { Panel } from './panel.ts';

/** Share of time that was neither idle nor waiting for a disk. */
export const cpuUsed = (server: string) =>
  `100 * (1 - avg by (instance) (sum by (instance, cpu) (rate(node_cpu_seconds_total{${server}, mode=~"idle|iowait"}[$__rate_interval]))))`;

const cpuModes = (server: string) => `100 * avg by (mode) (rate(node_cpu_seconds_total{${server}, mode!="idle"}[$__rate_interval]))`;
const cpuEach = (server: string) => `100 * (1 - sum by (cpu) (rate(node_cpu_seconds_total{${server}, mode=~"idle|iowait"}[$__rate_interval])))`;

export const cpuPanels = (server: string): Panel[] => [
  { title: 'CPU by mode', type: 'timeseries', unit: 'percent', min: 0, stack: true, queries: [{ expr: cpuModes(server), legend: '{{mode}}' }] },
  { title: 'CPU used, each', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: cpuEach(server), legend: 'cpu {{cpu}}' }] },
  {
    title: 'Load',
    type: 'timeseries',
    unit: 'short',
    min: 0,
    queries: [
      { expr: `node_load1{${server}}`, legend: '1 min' },
      { expr: `node_load5{${server}}`, legend: '5 min' },
      { expr: `node_load15{${server}}`, legend: '15 min' },
      { expr: `count(count by (cpu) (node_cpu_seconds_total{${server}}))`, legend: 'CPUs' },
    ],
  },
  {
    title: 'Context switches and interrupts',
    type: 'timeseries',
    unit: 'ops',
    min: 0,
    queries: [
      { expr: `rate(node_context_switches_total{${server}}[$__rate_interval])`, legend: 'context switches' },
      { expr: `rate(node_intr_total{${server}}[$__rate_interval])`, legend: 'interrupts' },
    ],
  },
];
