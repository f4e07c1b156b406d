import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';

/** One server as the fleet shows it: the record, and its newest state. */
export interface FleetRow {
  server: Server;
  status: ServerStatus;
}

/** Joins records with newer states; a state without a record belongs to a server that was added a moment ago. */
export function fleetRows(servers: Server[], statuses: ServerStatus[]): FleetRow[] {
  const newest = new Map(statuses.map((status) => [status.id, status]));
  return servers.map((server) => ({ server, status: newest.get(server.id) ?? server.status }));
}
