import type { MaintenanceWindow } from '../../../contract/maintenance.ts';
import { selects } from '../../../contract/selector.ts';
import type { Server } from '../../../contract/server.ts';

/** The windows that keep quiet about a server now. */
export const activeMaintenance = (windows: MaintenanceWindow[], server: Pick<Server, 'id' | 'tags'>): MaintenanceWindow[] =>
  windows.filter(({ active, selector }) => active && selects({ all: selector.all ?? false, servers: selector.servers ?? [], tags: selector.tags ?? {} }, server));

/** Made for this one server and for once: ending it touches nobody else. */
export const isOnlyFor = ({ selector, when }: MaintenanceWindow, server: Pick<Server, 'id'>): boolean =>
  when.type === 'once' && selector.all !== true && selector.servers?.length === 1 && selector.servers[0] === server.id && Object.keys(selector.tags ?? {}).length === 0;
