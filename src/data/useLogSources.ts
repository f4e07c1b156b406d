import { everyPage } from './everyPage';
import { useQuery } from './useQuery';

/** Log sources; with `server`, only those it has. */
export const useLogSources = (server?: string) =>
  useQuery(`log-sources?server=${server ?? ''}`, (client, signal) => everyPage((cursor) => client.listLogSources({ query: { cursor, limit: 1000, ...(server === undefined ? {} : { server }) }, signal })), { everyMs: 30_000 });
