import type { Panel } from './panel.ts';

export const memoryUsed = (server: string) => `100 * (1 - node_memory_MemAvailable_bytes{${server}} / node_memory_MemTotal_bytes{${server}})`;
/** 0 without swap: nothing of it is used. */
const swapUsed = (server: string) => `100 * (1 - node_memory_SwapFree_bytes{${server}} / (node_memory_SwapTotal_bytes{${server}} > 0)) or 0 * node_memory_SwapTotal_bytes{${server}}`;

const used = (server: string) =>
  `node_memory_MemTotal_bytes{${server}} - node_memory_MemFree_bytes{${server}} - node_memory_Buffers_bytes{${server}} - node_memory_Cached_bytes{${server}} - node_memory_SReclaimable_bytes{${server}}`;

export const memoryPanels = (server: string): Panel[] => [
  {
    title: 'Memory',
    type: 'timeseries',
    unit: 'bytes',
    min: 0,
    stack: true,
    queries: [
      { expr: used(server), legend: 'used' },
      { expr: `node_memory_Buffers_bytes{${server}}`, legend: 'buffers' },
      { expr: `node_memory_Cached_bytes{${server}} + node_memory_SReclaimable_bytes{${server}}`, legend: 'cached' },
      { expr: `node_memory_MemFree_bytes{${server}}`, legend: 'free' },
    ],
  },
  { title: 'Memory used', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: memoryUsed(server), legend: 'used' }] },
  {
    title: 'Swap in and out',
    type: 'timeseries',
    unit: 'ops',
    queries: [
      { expr: `rate(node_vmstat_pswpin{${server}}[$__rate_interval])`, legend: 'pages in' },
      { expr: `-rate(node_vmstat_pswpout{${server}}[$__rate_interval])`, legend: 'pages out' },
    ],
  },
  { title: 'Swap used', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: swapUsed(server), legend: 'used' }] },
];
