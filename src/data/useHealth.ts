import { useQuery } from './useQuery';

export const useHealth = (everyMs = 10_000) => useQuery('health', (client, signal) => client.getHealth({ signal }), { everyMs });
