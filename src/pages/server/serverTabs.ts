import type { ComponentType } from 'react';
import type { Server } from '../../../contract/server.ts';
import type { ServerStatus } from '../../../contract/status.ts';
import type { ServerTab } from '../../data/paths';
import { AlertsTab } from './AlertsTab';
import { CommandsTab } from './CommandsTab';
import { ConnectionTab } from './ConnectionTab';
import { HardwareTab } from './HardwareTab';
import { LogsTab } from './LogsTab';
import { MetricsTab } from './MetricsTab';
import { OverviewTab } from './OverviewTab';

export interface TabProps {
  server: Server;
  status: ServerStatus;
}

/** The tabs of a server's page, in their order. */
export const serverTabs: Array<{ id: ServerTab; title: string; Content: ComponentType<TabProps> }> = [
  { id: 'overview', title: 'Overview', Content: OverviewTab },
  { id: 'metrics', title: 'Metrics', Content: MetricsTab },
  { id: 'hardware', title: 'Hardware', Content: HardwareTab },
  { id: 'commands', title: 'Commands', Content: CommandsTab },
  { id: 'logs', title: 'Logs', Content: LogsTab },
  { id: 'alerts', title: 'Alerts', Content: AlertsTab },
  { id: 'connection', title: 'Connection', Content: ConnectionTab },
];
