import { useMemo } from 'react';
import { fleetRows, type FleetRow } from './fleetRow';
import { useFleetStatus } from './useFleetStatus';
import { useServers } from './useServers';
import type { Query } from './useQuery';

export interface FleetQuery extends Query<FleetRow[]> {
  /** How new what is shown can be, in words. */
  live: string;
}

/** Every server with its newest state. */
export function useFleet(): FleetQuery {
  const servers = useServers(60_000);
  const status = useFleetStatus();
  const data = useMemo(
    () => (servers.data === undefined ? undefined : fleetRows(servers.data, status.data?.servers ?? [])),
    [servers.data, status.data]
  );
  return { ...servers, data, error: servers.error ?? status.error, updatedAt: status.updatedAt ?? servers.updatedAt, live: 'polling every 5 s' };
}
