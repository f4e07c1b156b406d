import { everyPage } from './everyPage';
import { useQuery } from './useQuery';

/** The library; with `server`, only what may run there. */
export const useCommands = (server?: string) =>
  useQuery(`commands?server=${server ?? ''}`, (client, signal) => everyPage((cursor) => client.listCommands({ query: { cursor, limit: 1000, ...(server === undefined ? {} : { server }) }, signal })), { everyMs: 30_000 });

export const useCommand = (id: string) => useQuery(`commands/${id}`, (client, signal) => client.getCommand({ params: { id }, signal }), { everyMs: 15_000 });
