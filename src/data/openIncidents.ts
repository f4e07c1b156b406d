import type { Incident } from '../../contract/incident.ts';
import type { NewsOf } from './feed/feedClient';

const rank = ({ state }: Incident) => (state === 'firing' ? 0 : 1);
const severity = (one: Incident) => (one.severity === 'critical' ? 0 : 1);

/** Those nobody has taken yet, then the worst, then the oldest. */
export const needsFirst = (a: Incident, b: Incident) => rank(a) - rank(b) || severity(a) - severity(b) || Date.parse(a.startedAt) - Date.parse(b.startedAt);

/** The open incidents after a message of the feed. */
export function applyIncident(present: ReadonlyMap<string, Incident>, message: NewsOf<'incidents'>): ReadonlyMap<string, Incident> {
  if (message.type === 'snapshot') {
    return new Map(message.data.items.map((one) => [one.id, one]));
  }
  const next = new Map(present);
  if (message.data.state === 'resolved') {
    next.delete(message.data.id);
  } else {
    next.set(message.data.id, message.data);
  }
  return next;
}
