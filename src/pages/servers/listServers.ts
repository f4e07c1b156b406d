import type { Server } from '../../../contract/server.ts';

export interface ServerRow {
  server: Server;
  address: string;
  jumpName: string;
}

const natural = new Intl.Collator('en', { numeric: true });
const urgency = { down: 0, pending: 1, paused: 2, up: 3 } as const;
const orders: Record<string, (a: ServerRow, b: ServerRow) => number> = {
  status: (a, b) => urgency[a.server.status.state] - urgency[b.server.status.state],
  address: (a, b) => natural.compare(a.address, b.address),
};

/** The servers that match the search, sorted; ties by name. */
export function listServers(servers: Server[], text: string, sort: string): ServerRow[] {
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  const downwards = sort.startsWith('-');
  const by = downwards ? sort.slice(1) : sort;
  const wanted = text.trim().toLowerCase();
  return servers
    .map((server) => ({
      server,
      address: `${server.username}@${server.host.includes(':') ? `[${server.host}]` : server.host}${server.port === 22 ? '' : `:${server.port}`}`,
      jumpName: server.jump === null ? '' : (names.get(server.jump) ?? 'a deleted server'),
    }))
    .filter(({ server, address }) => [server.name, address, server.notes, ...Object.entries(server.tags).map((tag) => tag.join('='))].some((field) => field.toLowerCase().includes(wanted)))
    .sort((a, b) => (downwards ? -1 : 1) * (orders[by]?.(a, b) || natural.compare(a.server.name, b.server.name)));
}
