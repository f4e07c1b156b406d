import type { z } from 'zod';
import type { SearchQuery } from '../../contract/logs.ts';
import { useQuery } from './useQuery';

/** Lines of a span of time, from several sources and servers, merged. */
export const useLogSearch = (query: z.input<typeof SearchQuery> | undefined) => useQuery(query && `log-search?${JSON.stringify(query)}`, (client, signal) => client.searchLogs({ ...(query === undefined ? {} : { query }), signal }));
