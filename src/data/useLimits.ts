import { useQuery } from './useQuery';

/** The limits in force on a server, and what they would fire now. */
export const useLimits = (server: string) =>
  useQuery(`thresholds/effective/${server}`, async (client, signal) => (await client.effectiveThresholds({ query: { server }, signal })).items, { everyMs: 60_000 });
