import type { Server } from '../../contract/server.ts';
import type { ServerStatus } from '../../contract/status.ts';
import type { CompactVitals, Sparkline } from '../../contract/vitals.ts';
import type { StatusById, VitalsById } from './feed/applyNews';

/** One server as the fleet shows it: the record, its newest state and vitals, the last hour. */
export interface FleetRow {
  server: Server;
  status: ServerStatus;
  vitals: CompactVitals | undefined;
  sparkline: Sparkline | undefined;
}

interface FleetParts {
  polled: ServerStatus[];
  vitals: Array<CompactVitals & { sparkline: Sparkline }>;
  /** What the feed told since; newer than anything polled. */
  news: { status: StatusById; vitals: VitalsById } | undefined;
}

export function fleetRows(servers: Server[], { polled, vitals, news }: FleetParts): FleetRow[] {
  const statuses = new Map(polled.map((status) => [status.id, status]));
  const values = new Map(vitals.map((one) => [one.id, one]));
  return servers.map((server) => ({
    server,
    status: news?.status.get(server.id) ?? statuses.get(server.id) ?? server.status,
    vitals: news?.vitals.get(server.id) ?? values.get(server.id),
    sparkline: values.get(server.id)?.sparkline,
  }));
}
