import { useQuery } from './useQuery';

/** Incidents of one server that are not resolved, and the newest that are. */
export const useServerIncidents = (server: string) =>
  useQuery(`incidents?server=${server}`, async (client, signal) => (await client.listIncidents({ query: { server, limit: 50 }, signal })).items, { everyMs: 10_000 });

/** Everything that is open now. */
export const useOpenIncidents = () =>
  useQuery('incidents?open', async (client, signal) => (await client.listIncidents({ query: { state: ['firing', 'acknowledged'], limit: 200 }, signal })).items, { everyMs: 10_000 });
