import { randomUUID } from 'node:crypto';
import type { Severity } from '../../../../contract/check.ts';
import type { AlertRecord } from '../../store/incidentAlerts.ts';
import type { EventKind } from '../../store/incidentEvents.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import { severityOf, subjectOf, type AlertNews } from './alertNews.ts';
import { isFlapping, recentFires } from './flapping.ts';
import type { IncidentChange } from './incidentBus.ts';
import { newIncident, withNews, type IncidentSubject } from './newIncident.ts';

/** What the store knows that news may touch. */
export interface Known {
  alerts: readonly AlertRecord[];
  incidents: readonly IncidentRecord[];
}

export interface IntakeContext {
  now: number;
  /** An incident that was resolved less than this ago opens again instead of being made anew. */
  reopenMs: number;
  /** The server an alert is about, and whether nobody wants to be told now. */
  about: (news: AlertNews) => IncidentSubject;
  newId?: () => string;
}

export interface IntakeResult {
  created: IncidentRecord[];
  changed: IncidentRecord[];
  alerts: AlertRecord[];
  changes: IncidentChange[];
}

const higher = (a: Severity, b: Severity): Severity => (a === 'critical' || b === 'critical' ? 'critical' : 'warning');
const spoken = (resolution: AlertNews['resolution']): string =>
  ({
    recovered: 'the value is back within its limit',
    series_gone: 'nothing is measured there any more',
    no_data: 'there is no data at all',
    error: 'the rule could not be evaluated',
    rule_changed: 'the rule was changed',
    rule_deleted: 'the rule was deleted',
    person: 'by a person',
    reconciled: 'found not firing when comparing',
  })[resolution];

/**
 * Alerts that were told → what becomes of the incidents. Pure, and harmless when news is late, repeated or out of order:
 * a firing one counts by fingerprint and start, a resolved one ends the firing of its fingerprint that began before its end.
 */
export function applyNews(news: readonly AlertNews[], known: Known, { now, reopenMs, about, newId = randomUUID }: IntakeContext): IntakeResult {
  const alerts = new Map(known.alerts.map((alert) => [alert.fingerprint, alert]));
  const incidents = new Map(known.incidents.map((incident) => [incident.id, incident]));
  const ofIncident = new Map<string, Set<string>>();
  known.alerts.forEach(({ incidentId, fingerprint }) => link(incidentId, fingerprint));
  const bySubject = new Map(known.incidents.map((incident) => [incident.subject, incident.id]));
  const existed = new Set(incidents.keys());
  const touched = new Set<string>();
  const touchedAlerts = new Set<string>();
  const changes: IncidentChange[] = [];

  function link(incidentId: string, fingerprint: string): void {
    ofIncident.set(incidentId, (ofIncident.get(incidentId) ?? new Set()).add(fingerprint));
  }
  const put = (incident: IncidentRecord, kind: EventKind | undefined, source: AlertNews['source'], text = ''): void => {
    incidents.set(incident.id, incident);
    touched.add(incident.id);
    if (kind !== undefined) {
      changes.push({ kind, incident, actor: source, channel: source, text });
    }
  };
  const putAlert = (alert: AlertRecord): void => {
    const before = alerts.get(alert.fingerprint);
    if (before !== undefined && before.incidentId !== alert.incidentId) {
      ofIncident.get(before.incidentId)?.delete(alert.fingerprint);
    }
    alerts.set(alert.fingerprint, alert);
    link(alert.incidentId, alert.fingerprint);
    touchedAlerts.add(alert.fingerprint);
  };
  const stillFiring = (incidentId: string): AlertRecord[] =>
    [...(ofIncident.get(incidentId) ?? [])].map((fingerprint) => alerts.get(fingerprint) as AlertRecord).filter(({ endedAt, incidentId: id }) => endedAt === null && id === incidentId);

  /** The incident of a subject that is open, or was until just now. */
  const current = (subject: string): IncidentRecord | undefined => {
    const incident = incidents.get(bySubject.get(subject) ?? '');
    return incident !== undefined && (incident.state !== 'resolved' || now - (incident.resolvedAt ?? 0) <= reopenMs) ? incident : undefined;
  };

  const fireAgain = (incident: IncidentRecord, one: AlertNews, refired: boolean): void => {
    const severity = severityOf(one.labels);
    const reopened = incident.state === 'resolved';
    const fireTimes = refired || reopened ? recentFires([...incident.fireTimes, one.startsAt], now) : incident.fireTimes;
    const flapping = isFlapping(fireTimes, now);
    let next: IncidentRecord = {
      ...withNews(incident, one, about(one)),
      severity: reopened ? severity : higher(incident.severity, severity),
      fired: incident.fired + (refired || reopened ? 1 : 0),
      fireTimes,
      flapping,
      ...(reopened ? { state: 'firing', resolvedAt: null, resolution: null, acknowledgedAt: null, acknowledgedBy: null } : {}),
      revision: incident.revision + 1,
    };
    if (reopened) {
      put(next, 'reopened', one.source, next.summary);
    } else if (next.severity !== incident.severity) {
      put(next, 'severity', one.source, `${incident.severity} → ${next.severity}`);
    } else {
      put(next, refired ? 'refired' : undefined, one.source, next.summary);
    }
    if (flapping && !incident.flapping) {
      next = { ...next, revision: next.revision + 1 };
      put(next, 'flapping', one.source, `fired ${fireTimes.length} times within an hour`);
    }
  };

  const fire = (one: AlertNews): void => {
    const before = alerts.get(one.fingerprint);
    if (before !== undefined && one.startsAt <= before.startsAt) {
      const incident = incidents.get(before.incidentId);
      if (before.endedAt === null && one.startsAt === before.startsAt && incident !== undefined && incident.state !== 'resolved') {
        put(withNews(incident, one, about(one)), undefined, one.source);
      }
      return;
    }
    const subject = subjectOf(one);
    let incident = current(subject);
    if (incident === undefined) {
      incident = newIncident(newId(), subject, one, about(one));
      bySubject.set(subject, incident.id);
      put(incident, 'fired', one.source, incident.summary);
      if (incident.maintenance) {
        put(incident, 'maintenance', one.source, about(one).maintenance ?? '');
      }
    } else {
      fireAgain(incident, one, before !== undefined);
    }
    const { fingerprint, labels, ruleUid, source, startsAt } = one;
    putAlert({ fingerprint, incidentId: incident.id, severity: severityOf(labels), labels, ruleUid, source, startsAt, endedAt: null });
    tellCorrection(incident.id, one);
  };

  /** It is over before anybody told that it fired: history has it, and a firing that comes late opens nothing. */
  function endUnheard(one: AlertNews, endsAt: number): void {
    const subject = subjectOf(one);
    let incident = current(subject);
    if (incident === undefined) {
      const begun = newIncident(newId(), subject, one, about(one));
      incident = { ...begun, state: 'resolved', resolvedAt: Math.max(endsAt, begun.startedAt), resolution: one.resolution };
      bySubject.set(subject, incident.id);
      put(incident, 'resolved', one.source, `${spoken(one.resolution)}; that it fired was not told before`);
    }
    const { fingerprint, labels, ruleUid, source, startsAt } = one;
    putAlert({ fingerprint, incidentId: incident.id, severity: severityOf(labels), labels, ruleUid, source, startsAt, endedAt: endsAt });
  }

  const resolve = (one: AlertNews): void => {
    const before = alerts.get(one.fingerprint);
    const endsAt = one.endsAt ?? now;
    if (before === undefined) {
      endUnheard(one, endsAt);
      return;
    }
    if (before.endedAt !== null || endsAt < before.startsAt) {
      // The end of a later firing that was not told yet: when it is, it is over.
      if (before.endedAt !== null && endsAt > before.endedAt) {
        putAlert({ ...before, startsAt: Math.max(before.startsAt, one.startsAt), endedAt: endsAt });
      }
      return;
    }
    putAlert({ ...before, endedAt: endsAt });
    const incident = incidents.get(before.incidentId);
    if (incident === undefined || incident.state === 'resolved') {
      return;
    }
    const rest = stillFiring(incident.id);
    const revision = incident.revision + 1;
    if (rest.length === 0) {
      put({ ...incident, state: 'resolved', resolvedAt: Math.max(endsAt, incident.startedAt), resolution: one.resolution, revision }, 'resolved', one.source, spoken(one.resolution));
    } else {
      const severity = rest.map((alert) => alert.severity).reduce(higher);
      if (severity !== incident.severity) {
        put({ ...incident, severity, revision }, 'severity', one.source, `${incident.severity} → ${severity}`);
      }
    }
    tellCorrection(incident.id, one);
  };

  function tellCorrection(incidentId: string, { corrected, source }: AlertNews): void {
    const incident = incidents.get(incidentId);
    if (corrected !== undefined && incident !== undefined) {
      put(incident, 'corrected', source, corrected);
    }
  }

  // What fires is taken first: an incident that only changes its severity must not close and open on the way.
  news.filter(({ status }) => status === 'firing').forEach(fire);
  news.filter(({ status }) => status === 'resolved').forEach(resolve);

  const touchedIncidents = [...touched].map((id) => incidents.get(id) as IncidentRecord);
  return {
    created: touchedIncidents.filter(({ id }) => !existed.has(id)),
    changed: touchedIncidents.filter(({ id }) => existed.has(id)),
    alerts: [...touchedAlerts].map((fingerprint) => alerts.get(fingerprint) as AlertRecord),
    changes,
  };
}
