import { everyPage } from './everyPage';
import { useQuery } from './useQuery';

export const useTokens = () => useQuery('tokens', (client, signal) => everyPage((cursor) => client.listTokens({ query: { cursor, limit: 1000 }, signal })));
