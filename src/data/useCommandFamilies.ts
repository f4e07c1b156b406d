import { useQuery } from './useQuery';

/** The families that commands made on a server. */
export const useCommandFamilies = (id: string) =>
  useQuery(`command-families/${id}`, async (client, signal) => (await client.getMetrics({ params: { id }, query: { family: '*' }, signal })).families.filter(({ name }) => name.startsWith('shellwatch_command_')), { everyMs: 30_000 });
