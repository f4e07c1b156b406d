import type { Clock } from '../../clock.ts';
import { createIncidentAlertRepository } from '../../store/incidentAlerts.ts';
import { createIncidentEventRepository } from '../../store/incidentEvents.ts';
import { createIncidentRepository, type IncidentRecord } from '../../store/incidents.ts';
import type { Store } from '../../store/open.ts';
import { subjectOf, type AlertNews } from './alertNews.ts';
import type { IncidentBus, WithIncidentChanges } from './incidentBus.ts';
import { applyNews, type IntakeContext } from './intake.ts';

export interface TakeNewsDeps {
  store: Store;
  clock: Clock;
  bus: IncidentBus;
  reopenMs: number;
  about: IntakeContext['about'];
  withChanges: readonly WithIncidentChanges[];
}

/** Brings what was told into the store: one transaction for the whole body, so that it is taken wholly or comes again. */
export function createTakeNews({ store, clock, bus, reopenMs, about, withChanges }: TakeNewsDeps) {
  return async function takeNews(news: readonly AlertNews[]): Promise<{ opened: number; changed: number }> {
    if (news.length === 0) {
      return { opened: 0, changed: 0 };
    }
    const result = await store.exclusively(async (tx) => {
      const incidents = createIncidentRepository(tx);
      const alerts = createIncidentAlertRepository(tx);
      const now = clock.now();
      const named = await alerts.byFingerprints([...new Set(news.map(({ fingerprint }) => fingerprint))]);
      const bySubject = await incidents.current([...new Set(news.map(subjectOf))], now - reopenMs);
      const seen = new Map<string, IncidentRecord>(bySubject.map((incident) => [incident.id, incident]));
      const missing = [...new Set(named.map(({ incidentId }) => incidentId))].filter((id) => !seen.has(id));
      const older = await incidents.byIds(missing);
      const siblings = await alerts.ofIncidents([...seen.keys(), ...missing]);
      const all = new Map([...named, ...siblings].map((alert) => [alert.fingerprint, alert]));
      // The current incident of a subject comes last, so that it is the one its subject leads to.
      const outcome = applyNews(news, { alerts: [...all.values()], incidents: [...older, ...bySubject] }, { now, reopenMs, about });
      await incidents.put([...outcome.created, ...outcome.changed]);
      await alerts.put(outcome.alerts);
      await createIncidentEventRepository(tx).add(outcome.changes.map(({ incident, kind, actor, channel, text }) => ({ incidentId: incident.id, at: now, kind, actor, channel, text })));
      for (const hook of withChanges) {
        await hook(tx, outcome.changes);
      }
      return outcome;
    });
    result.changes.forEach((change) => bus.emit('change', change));
    return { opened: result.created.filter(({ state }) => state !== 'resolved').length, changed: result.changed.length };
  };
}

export type TakeNews = ReturnType<typeof createTakeNews>;
