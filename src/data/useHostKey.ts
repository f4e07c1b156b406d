import { useQuery } from './useQuery';

export const useHostKey = (id: string) =>
  useQuery(`host-keys/${id}`, (client, signal) => client.getHostKey({ params: { id }, signal }), { everyMs: 10_000 });
