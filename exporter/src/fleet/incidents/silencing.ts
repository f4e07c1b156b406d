import type { IncidentDetail } from '../../../../contract/incident.ts';
import type { Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import { instant, type Clock } from '../../clock.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import { stillOpen, type IncidentActions } from './incidentActions.ts';

export interface NewSilence {
  matchers: Array<{ name: string; value: string; isRegex: boolean; isEqual: boolean }>;
  startsAt: string;
  endsAt: string;
  createdBy: string;
  comment: string;
}

/** Where silences are made: Grafana's or Prometheus's Alertmanager. Both fail with `grafana_unavailable`. */
export interface Silencer {
  create(silence: NewSilence): Promise<string>;
  end(silenceId: string): Promise<void>;
}

const equals = (name: string, value: string) => ({ name, value, isRegex: false, isEqual: true });

/**
 * What silences an incident: its rule (Grafana lets the service account silence nothing wider) and the labels that name its subject,
 * without the severity, so that both levels are quiet.
 */
export function matchersOf({ source, ruleUid, labels }: IncidentRecord): NewSilence['matchers'] {
  const named = Object.entries(labels).filter(([name]) => name !== 'severity' && name !== 'grafana_folder' && (source === 'alertmanager' || name !== 'alertname'));
  const rule = source === 'grafana' && ruleUid !== null ? [equals('__alert_rule_uid__', ruleUid)] : [];
  return [...rule, ...named.map(([name, value]) => equals(name, value))];
}

export interface SilencingDeps {
  actions: IncidentActions;
  clock: Clock;
  incident: (id: string) => Promise<IncidentRecord>;
  get: (id: string) => Promise<IncidentDetail>;
  silencers: Record<IncidentRecord['source'], Silencer>;
}

/** Silences of incidents: made where the alerts are, linked to the incident, and ended from the same place. */
export function createSilencing({ actions, clock, incident, get, silencers }: SilencingDeps) {
  return {
    async silence(id: string, { minutes, comment, silenceId }: { minutes: number; comment: string; silenceId?: string | undefined }, actor: Actor) {
      const record = await incident(id);
      stillOpen(record);
      const now = clock.now();
      const until = now + minutes * 60_000;
      const silencer = silencers[record.source];
      const made = silenceId ?? (await silencer.create({
        matchers: matchersOf(record),
        startsAt: instant(now),
        endsAt: instant(until),
        createdBy: actor.name,
        comment: comment === '' ? `incident ${id}` : `incident ${id}: ${comment}`,
      }));
      // One silence an incident: who ends it must not find another one behind it.
      if (record.silenceId !== null && record.silenceId !== made && (record.silencedUntil ?? 0) > now) {
        await silencer.end(record.silenceId).catch(() => undefined);
      }
      const text = `until ${instant(until)}${comment === '' ? '' : `: ${comment}`}`;
      return actions.act(id, 'silenced', actor, () => ({ change: { silencedUntil: until, silenceId: made }, text }));
    },
    async unsilence(id: string, { comment, ended = false }: { comment: string; ended?: boolean }, actor: Actor) {
      const record = await incident(id);
      if (record.silenceId === null && ended) {
        // The comparison with Grafana saw its end first.
        return get(id);
      }
      if (record.silenceId === null) {
        throw new Failure('conflict', { message: 'It is not silenced.' });
      }
      if (!ended) {
        await silencers[record.source].end(record.silenceId);
      }
      return actions.act(id, 'unsilenced', actor, () => ({ change: { silencedUntil: null, silenceId: null }, text: comment }));
    },
  };
}

export type Silencing = ReturnType<typeof createSilencing>;
