import type { Incident } from '../../contract/incident.ts';

/** What is open on a server, as a tile tells it. */
export interface Mark {
  count: number;
  worst: Incident['severity'];
  /** All of them were taken by somebody. */
  taken: boolean;
}

/** Open incidents by server. */
export function incidentMarks(incidents: Incident[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { serverId, severity, state } of incidents) {
    if (serverId !== null && state !== 'resolved') {
      const present = marks.get(serverId);
      marks.set(serverId, {
        count: (present?.count ?? 0) + 1,
        worst: severity === 'critical' || present?.worst === 'critical' ? 'critical' : 'warning',
        taken: (present?.taken ?? true) && state === 'acknowledged',
      });
    }
  }
  return marks;
}
