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

const same = (a: FleetRow, b: FleetRow) => a.server === b.server && a.status === b.status && a.vitals === b.vitals && a.sparkline === b.sparkline;

/** Makes the rows of the fleet; a row of which nothing changed is the same object as before, so that nobody draws it again. */
export function createFleetRows() {
  let before = new Map<string, FleetRow>();
  return (servers: Server[], { polled, vitals, news }: FleetParts): FleetRow[] => {
    const statuses = new Map(polled.map((status) => [status.id, status]));
    const values = new Map(vitals.map((one) => [one.id, one]));
    const rows = servers.map((server): FleetRow => {
      const { id } = server;
      const row = { server, status: news?.status.get(id) ?? statuses.get(id) ?? server.status, vitals: news?.vitals.get(id) ?? values.get(id), sparkline: values.get(id)?.sparkline };
      const known = before.get(id);
      return known !== undefined && same(known, row) ? known : row;
    });
    before = new Map(rows.map((row) => [row.server.id, row]));
    return rows;
  };
}
