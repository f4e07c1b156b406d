import type { AlertRecord } from '../../store/incidentAlerts.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import { instant } from '../../clock.ts';
import type { ActiveSilence } from './grafanaApi.ts';
import { silencesOf } from './silencesOf.ts';

export interface SilenceChange {
  id: string;
  kind: 'silenced' | 'unsilenced';
  change: Pick<IncidentRecord, 'silencedUntil' | 'silenceId'>;
  text: string;
}

/** Ends that differ by less are the same silence. */
const sameMs = 60_000;

/**
 * People silence in Grafana, too, and end silences there: escalation has to know.
 * An incident is silenced while each of its alerts that fire is, until the first of those silences ends.
 */
export function silenceChanges(open: readonly IncidentRecord[], firing: readonly AlertRecord[], silences: readonly ActiveSilence[], now: number): SilenceChange[] {
  const byIncident = Map.groupBy(firing, ({ incidentId }) => incidentId);
  return open.flatMap((incident): SilenceChange[] => {
    const longest = (byIncident.get(incident.id) ?? []).map((alert) => silencesOf(silences, alert).sort((a, b) => b.endsAt - a.endsAt)[0]);
    const noted = (incident.silencedUntil ?? 0) > now;
    const first = longest.some((silence) => silence === undefined) ? undefined : longest.sort((a, b) => (a?.endsAt ?? 0) - (b?.endsAt ?? 0))[0];
    if (first !== undefined && (!noted || Math.abs(first.endsAt - (incident.silencedUntil ?? 0)) > sameMs)) {
      return [{ id: incident.id, kind: 'silenced', change: { silencedUntil: first.endsAt, silenceId: first.id }, text: `by ${first.createdBy || 'somebody'} in Grafana, until ${instant(first.endsAt)}` }];
    }
    const gone = noted && longest.length > 0 && first === undefined;
    return gone ? [{ id: incident.id, kind: 'unsilenced', change: { silencedUntil: null, silenceId: null }, text: 'ended in Grafana' }] : [];
  });
}
