import type { AdHocVariableFilter } from '@grafana/data';
import type { Client } from '../../contract/client.ts';
import type { Server } from '../../contract/server.ts';
import { everyPage } from '../data/everyPage';

const keptMs = 15_000;

/** The servers of the fleet, read at most every 15 seconds: every query of a dashboard asks for them. */
export function createDirectory(client: Client, now: () => number = Date.now) {
  let kept: { at: number; servers: Promise<Server[]> } | undefined;
  const servers = (): Promise<Server[]> => {
    if (kept === undefined || now() - kept.at > keptMs) {
      const reading = everyPage((cursor) => client.listServers({ query: { cursor, limit: 1000 } }));
      kept = { at: now(), servers: reading };
      reading.catch(() => (kept = undefined));
    }
    return kept.servers;
  };
  return {
    servers,
    pick: async (wanted: string, filters: AdHocVariableFilter[] = []) => pickServers(await servers(), wanted, filters),
  };
}
export type Directory = ReturnType<typeof createDirectory>;

const hasTag = (server: Server, tag: string) => {
  const at = tag.indexOf('=');
  return at < 0 ? tag in server.tags : server.tags[tag.slice(0, at)] === tag.slice(at + 1);
};

const passes = (server: Server, { key, operator, value }: AdHocVariableFilter) => {
  const present = (key === 'server' ? server.name : server.tags[key]) ?? '';
  switch (operator) {
    case '=':
      return present === value;
    case '!=':
      return present !== value;
    case '=~':
      return new RegExp(`^(?:${value})$`).test(present);
    case '!~':
      return !new RegExp(`^(?:${value})$`).test(present);
    default:
      return true;
  }
};

/** The servers that a query means: by name, id or tag, less what ad hoc filters leave out. */
export function pickServers(servers: Server[], wanted: string, filters: AdHocVariableFilter[]): Server[] {
  // A variable with several values arrives as {a,b}.
  const names = wanted.replace(/[{}]/g, '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const all = names.length === 0 || names.includes('*');
  return servers
    .filter((server) => all || names.some((name) => name === server.name || name === server.id || (name.startsWith('tag:') && hasTag(server, name.slice(4)))))
    .filter((server) => filters.every((filter) => passes(server, filter)));
}
