import type { Incident } from '../../../../contract/incident.ts';
import { instant } from '../../clock.ts';
import type { IncidentRecord } from '../../store/incidents.ts';

const orNull = (ms: number | null): string | null => (ms === null ? null : instant(ms));

/** What the escalation room says of incidents, by id; those that nobody escalates are not there. */
export type EscalationOf = (incidentIds: readonly string[]) => Promise<ReadonlyMap<string, NonNullable<Incident['escalation']>>>;

/** A record as the API shows it. */
export function incidentOf({ subject: _s, fireTimes: _f, ...record }: IncidentRecord, escalation: Incident['escalation']): Incident {
  return {
    ...record,
    startedAt: instant(record.startedAt),
    acknowledgedAt: orNull(record.acknowledgedAt),
    resolvedAt: orNull(record.resolvedAt),
    silencedUntil: orNull(record.silencedUntil),
    escalation,
  };
}

export const incidentViewer =
  (escalationOf: EscalationOf) =>
  async (records: readonly IncidentRecord[]): Promise<Incident[]> => {
    const escalations = await escalationOf(records.filter(({ state }) => state !== 'resolved').map(({ id }) => id));
    return records.map((record) => incidentOf(record, escalations.get(record.id) ?? null));
  };
export type IncidentViewer = ReturnType<typeof incidentViewer>;
