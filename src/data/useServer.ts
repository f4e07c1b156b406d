import { useQuery } from './useQuery';

export const useServer = (id: string, everyMs = 10_000) =>
  useQuery(`servers/${id}`, (client, signal) => client.getServer({ params: { id }, signal }), { everyMs });
