import { useQuery } from './useQuery';

export const useServerStatus = (id: string, everyMs = 5_000) =>
  useQuery(`status/${id}`, (client, signal) => client.getServerStatus({ params: { id }, signal }), { everyMs });
