import type { LogSource } from '../../../contract/logSource.ts';
import { selects } from '../../../contract/selector.ts';
import type { Server } from '../../../contract/server.ts';

/** The chosen sources, or all of them, that exist on one of the chosen servers. */
export function sourcesOn(sources: LogSource[], servers: Server[], chosen: string[], on: string[]): LogSource[] {
  const places = servers.filter(({ id }) => on.includes(id));
  return sources
    .filter(({ id }) => chosen.length === 0 || chosen.includes(id))
    .filter(({ serverId, selector }) => on.length === 0 || places.some((server) => server.id === serverId || (selector !== null && selects(selector, server))));
}
