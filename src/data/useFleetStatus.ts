import { useQuery } from './useQuery';

/** The state of every server, read often: it is small and comes from memory. */
export const useFleetStatus = (everyMs = 5_000) =>
  useQuery('status', (client, signal) => client.getRealtimeStatus({ signal }), { everyMs });
