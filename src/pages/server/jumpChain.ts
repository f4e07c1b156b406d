import type { Server } from '../../../contract/server.ts';

/** The way from the exporter to a server: every hop, the server last. */
export function jumpChain(server: Server, all: Server[]): Array<{ id: string; name: string }> {
  const byId = new Map(all.map((one) => [one.id, one]));
  const way: Server[] = [];
  for (let at: Server | undefined = server; at !== undefined && !way.includes(at); at = at.jump === null ? undefined : byId.get(at.jump)) {
    way.unshift(at);
  }
  return way.map(({ id, name }) => ({ id, name }));
}
