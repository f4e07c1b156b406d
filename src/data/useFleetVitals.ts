import { useQuery } from './useQuery';

/** Compact vitals of every server with the last hour as a sparkline. */
export const useFleetVitals = (everyMs: number) => useQuery('vitals', (client, signal) => client.getFleetVitals({ signal }), { everyMs });
