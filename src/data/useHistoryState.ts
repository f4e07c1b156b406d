import { useQuery } from './useQuery';

export const useHistoryState = () => useQuery('history', (client, signal) => client.getHistoryState({ signal }), { everyMs: 30_000 });
