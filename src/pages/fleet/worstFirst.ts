import type { Incident } from '../../../contract/incident.ts';
import type { FleetRow } from '../../data/fleetRow';

const rank = { critical: 0, warning: 1 } as const;

/** Incidents that nobody took yet, worst and oldest first; not those that only say what a server's own state says. */
export function worstFirst(incidents: Incident[], rows: FleetRow[]): Incident[] {
  const down = new Set(rows.filter(({ status }) => status.state !== 'up').map(({ server }) => server.id));
  return incidents
    .filter(({ state, serverId, check }) => state === 'firing' && !(serverId !== null && down.has(serverId) && (check === 'server_down' || check === 'host_key_changed' || check === 'auth_paused')))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || a.startedAt.localeCompare(b.startedAt));
}
