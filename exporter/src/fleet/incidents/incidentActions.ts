import type { IncidentDetail } from '../../../../contract/incident.ts';
import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createIncidentEventRepository, type EventKind } from '../../store/incidentEvents.ts';
import { createIncidentRepository, type IncidentRecord } from '../../store/incidents.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import type { IncidentBus, IncidentChange, WithIncidentChanges } from './incidentBus.ts';

export interface IncidentActionsDeps {
  store: Store;
  clock: Clock;
  audit: Audit;
  bus: IncidentBus;
  withChanges: readonly WithIncidentChanges[];
  get: (id: string) => Promise<IncidentDetail>;
}

/** From where somebody acts, in the time line's words. */
export function channelOf({ name }: Actor): string {
  const [prefix = ''] = name.split(':');
  return { grafana: 'app', token: 'api', telegram: 'telegram', cli: 'cli', system: 'system' }[prefix] ?? 'api';
}

/** What an act makes of an incident: the fields that change, and its line; a thrown Failure says why it can not be. */
export type Act = (incident: IncidentRecord, now: number) => { change?: Partial<IncidentRecord>; text: string };

/** One act of a person: incident, time line, audit and whoever rests on them change together or not at all. */
export function createAct({ store, clock, audit, bus, withChanges, get }: IncidentActionsDeps) {
  return async function act(id: string, kind: EventKind, actor: Actor, what: Act): Promise<IncidentDetail> {
    const change = await store.exclusively(async (tx) => {
      const incidents = createIncidentRepository(tx);
      const before = await incidents.byId(id);
      if (before === undefined) {
        throw new Failure('incident_not_found');
      }
      const now = clock.now();
      const { change: fields = {}, text } = what(before, now);
      const incident: IncidentRecord = { ...before, ...fields, revision: before.revision + 1 };
      await incidents.put([incident]);
      const done: IncidentChange = { kind, incident, actor: actor.name, channel: channelOf(actor), text };
      await createIncidentEventRepository(tx).add([{ incidentId: id, at: now, kind, actor: done.actor, channel: done.channel, text }]);
      await audit.record(tx, actor, { action: `incident.${kind}`, target: { type: 'incident', id, name: incident.summary }, details: text === '' ? {} : { text } });
      for (const hook of withChanges) {
        await hook(tx, [done]);
      }
      return done;
    });
    bus.emit('change', change);
    return get(id);
  };
}

const refuse = (message: string): Failure => new Failure('conflict', { message });

export const stillOpen = (incident: IncidentRecord): void => {
  if (incident.state === 'resolved') {
    throw refuse('The incident is resolved already.');
  }
};

/** What people do with incidents, except what needs Grafana. */
export function createIncidentActions(deps: IncidentActionsDeps & { contactExists: (id: string) => Promise<string | undefined> }) {
  const act = createAct(deps);
  return {
    act,
    acknowledge: (id: string, comment: string, actor: Actor) =>
      act(id, 'acknowledged', actor, (incident, now) => {
        stillOpen(incident);
        if (incident.state === 'acknowledged') {
          // By name: through which door they came is not for this sentence.
          throw refuse(`${incident.acknowledgedBy?.replace(/^[a-z]+:/, '') ?? 'Somebody'} acknowledged it before.`);
        }
        return { change: { state: 'acknowledged', acknowledgedAt: now, acknowledgedBy: actor.name }, text: comment };
      }),
    unacknowledge: (id: string, comment: string, actor: Actor) =>
      act(id, 'unacknowledged', actor, (incident) => {
        stillOpen(incident);
        if (incident.state !== 'acknowledged') {
          throw refuse('Nobody has acknowledged it.');
        }
        return { change: { state: 'firing', acknowledgedAt: null, acknowledgedBy: null }, text: comment };
      }),
    resolve: (id: string, comment: string, actor: Actor) =>
      act(id, 'resolved', actor, (incident, now) => {
        stillOpen(incident);
        return { change: { state: 'resolved', resolvedAt: Math.max(now, incident.startedAt), resolution: 'person' }, text: comment };
      }),
    comment: (id: string, comment: string, actor: Actor) => act(id, 'commented', actor, () => ({ text: comment })),
    async assign(id: string, contactId: string | null, actor: Actor) {
      const name = contactId === null ? null : await deps.contactExists(contactId);
      if (name === undefined) {
        throw new Failure('contact_not_found');
      }
      return act(id, 'assigned', actor, () => ({ change: { assignee: contactId }, text: name ?? 'nobody' }));
    },
  };
}

export type IncidentActions = ReturnType<typeof createIncidentActions>;
