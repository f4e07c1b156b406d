import { cpuUsed } from './cpu.ts';
import { fullestMount } from './disk.ts';
import { memoryUsed } from './memory.ts';
import { networkReceived, networkSent } from './network.ts';
import type { PanelGroup } from './panel.ts';
import { uptime } from './system.ts';

/** The fleet on one page; `servers` is a label matcher. */
export const fleetPanels = (servers: string): PanelGroup[] => [
  {
    title: 'Now',
    panels: [
      { title: 'Up', type: 'stat', unit: 'short', steps: [[null, 'green']], queries: [{ expr: `count(shellwatch_up{${servers}} == 1) or vector(0)`, legend: 'up' }] },
      { title: 'Down', type: 'stat', unit: 'short', steps: [[null, 'green'], [1, 'red']], queries: [{ expr: `count(shellwatch_up{${servers}} == 0) or vector(0)`, legend: 'down' }] },
      { title: 'Fullest mounts', type: 'bargauge', unit: 'percent', min: 0, max: 100, steps: [[null, 'green'], [85, 'orange'], [95, 'red']], queries: [{ expr: `topk(10, ${fullestMount(servers)})`, legend: '{{instance}}', instant: true }] },
      { title: 'Longest up', type: 'bargauge', unit: 's', queries: [{ expr: `topk(10, ${uptime(servers)})`, legend: '{{instance}}', instant: true }] },
    ],
  },
  {
    title: 'Over time',
    panels: [
      { title: 'CPU used', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: cpuUsed(servers), legend: '{{instance}}' }] },
      { title: 'Memory used', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: memoryUsed(servers), legend: '{{instance}}' }] },
      { title: 'Load for each CPU', type: 'timeseries', unit: 'short', min: 0, queries: [{ expr: `node_load5{${servers}} / on (instance) count by (instance) (count by (instance, cpu) (node_cpu_seconds_total{${servers}}))`, legend: '{{instance}}' }] },
      { title: 'Fullest mount', type: 'timeseries', unit: 'percent', min: 0, max: 100, queries: [{ expr: fullestMount(servers), legend: '{{instance}}' }] },
      { title: 'Received', type: 'timeseries', unit: 'binBps', min: 0, queries: [{ expr: networkReceived(servers), legend: '{{instance}}' }] },
      { title: 'Sent', type: 'timeseries', unit: 'binBps', min: 0, queries: [{ expr: networkSent(servers), legend: '{{instance}}' }] },
    ],
  },
];
