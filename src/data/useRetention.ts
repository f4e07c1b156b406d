import { useQuery } from './useQuery';

/** How long each kind of record stays; it changes with a restart of the exporter only. */
export const useRetention = () => useQuery('retention', (client, signal) => client.listRetention({ signal }));
