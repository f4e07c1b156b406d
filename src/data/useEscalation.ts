import { useQuery } from './useQuery';

const everyMs = 60_000;

/** People, policies, rotas and maintenance windows: short lists, read whole. */
export const useContacts = () => useQuery('contacts', async (client, signal) => (await client.listContacts({ signal })).items, { everyMs });
export const usePolicies = () => useQuery('policies', async (client, signal) => (await client.listPolicies({ signal })).items, { everyMs });
export const useSchedules = () => useQuery('schedules', async (client, signal) => (await client.listSchedules({ signal })).items, { everyMs });
export const useMaintenance = () => useQuery('maintenance', async (client, signal) => (await client.listMaintenance({ signal })).items, { everyMs });
export const useTelegram = () => useQuery('telegram', (client, signal) => client.getTelegram({ signal }), { everyMs: 10_000 });
export const useMaintenanceCalendar = (from: string, to: string) => useQuery(`maintenance/calendar/${from}/${to}`, (client, signal) => client.maintenanceCalendar({ query: { from, to }, signal }), { everyMs });
