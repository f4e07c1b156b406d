import type { Server } from '../../../contract/server.ts';

/** Servers that may be jumped through without a loop, each with the chain behind it. */
export function jumpOptions(servers: Server[], self: string | undefined): Array<{ value: string; label: string; description: string }> {
  const byId = new Map(servers.map((server) => [server.id, server]));
  const chain = (server: Server): Server[] => {
    const hops: Server[] = [];
    for (let at: Server | undefined = server; at !== undefined && !hops.includes(at); at = at.jump === null ? undefined : byId.get(at.jump)) {
      hops.push(at);
    }
    return hops;
  };
  return servers
    .map((server) => ({ server, hops: chain(server) }))
    .filter(({ hops }) => !hops.some(({ id }) => id === self))
    .map(({ server, hops }) => ({
      value: server.id,
      label: server.name,
      description: hops.length > 1 ? `through ${hops.slice(1).map(({ name }) => name).join(', then ')}` : server.host,
    }));
}
