import { useQuery } from './useQuery';

/** What stands between the exporter and a server now. */
export const useServerSession = (id: string) => useQuery(`session/${id}`, (client, signal) => client.getServerSession({ params: { id }, signal }), { everyMs: 5_000 });
