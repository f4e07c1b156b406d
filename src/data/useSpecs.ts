import { useQuery } from './useQuery';

/** Hardware and system of one server; changes rarely. */
export const useSpecs = (id: string) => useQuery(`specs/${id}`, (client, signal) => client.getSpecs({ params: { id }, signal }), { everyMs: 60_000 });

export const useSpecsHistory = (id: string) =>
  useQuery(`specs-history/${id}`, (client, signal) => client.listSpecsHistory({ params: { id }, query: { limit: 50 }, signal }), { everyMs: 60_000 });
