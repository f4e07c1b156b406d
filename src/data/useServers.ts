import { everyPage } from './everyPage';
import { useQuery } from './useQuery';

/** Every server. Pages filter in the browser: a thousand records are a few hundred kB, and filters answer at once. */
export const useServers = (everyMs = 15_000) =>
  useQuery('servers', (client, signal) => everyPage((cursor) => client.listServers({ query: { cursor, limit: 1000 }, signal })), { everyMs });
