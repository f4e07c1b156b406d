import { cpuPanels } from './cpu.ts';
import { diskPanels } from './disk.ts';
import { memoryPanels } from './memory.ts';
import { networkPanels } from './network.ts';
import type { PanelGroup } from './panel.ts';
import { pressurePanels, systemPanels } from './system.ts';

/** Everything the metrics tab and the Server dashboard show of one server; `server` is a label matcher. */
export const serverPanels = (server: string): PanelGroup[] => [
  { title: 'CPU', panels: cpuPanels(server) },
  { title: 'Memory', panels: memoryPanels(server) },
  { title: 'Disk', panels: diskPanels(server) },
  { title: 'Network', panels: networkPanels(server) },
  { title: 'Pressure', panels: pressurePanels(server) },
  { title: 'System', panels: systemPanels(server) },
];
