import { useQuery } from './useQuery';

/** Current vitals of one server. */
export const useServerMetrics = (id: string, everyMs = 5_000) =>
  useQuery(`metrics/${id}`, (client, signal) => client.getMetrics({ params: { id }, signal }), { everyMs });
