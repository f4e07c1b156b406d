import type { Kysely } from 'kysely';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createDefinitionRepository, type Definitions } from '../../store/definitions.ts';
import { createEscalationRepository, type EscalationRecord } from '../../store/escalations.ts';
import { createIncidentEventRepository } from '../../store/incidentEvents.ts';
import { createIncidentRepository, type IncidentRecord } from '../../store/incidents.ts';
import { createOutboxRepository, type OutboxKind, type OutboxRecord } from '../../store/outbox.ts';
import type { Store } from '../../store/open.ts';
import type { Database } from '../../store/schema.ts';
import type { IncidentChange } from '../incidents/incidentBus.ts';
import { channelKey } from './channelKey.ts';
import type { Deliverers } from './deliverer.ts';
import { policyMatches } from './matching.ts';
import { quietUntil } from './quietHours.ts';
import { onDuty } from './rota.ts';

type Db = Kysely<Database>;
type Contact = { id: string; definition: Definitions['contacts'] };
type Policy = { id: string; definition: Definitions['policies'] };

export interface EngineDeps {
  store: Store;
  clock: Clock;
  deliverers: () => Deliverers;
  tagsOf: (serverId: string | null) => Readonly<Record<string, string>>;
  /** There is something in the outbox. */
  wake: () => void;
}

const minute = 60_000;
const batch = 100;

/** Who a step tells at an instant: people named, and whoever has duty; nobody twice. */
async function contactsOf(db: Db, targets: Definitions['policies']['steps'][number]['targets'], now: number): Promise<Contact[]> {
  const contacts = createDefinitionRepository(db, 'contacts');
  const schedules = createDefinitionRepository(db, 'schedules');
  const found = new Map<string, Contact>();
  for (const target of targets) {
    const rota = target.type === 'schedule' ? await schedules.byId(target.id) : undefined;
    const id = target.type === 'contact' ? target.id : rota && onDuty(rota.definition, now)?.contactId;
    const contact = id === undefined ? undefined : await contacts.byId(id);
    if (contact?.definition.enabled) {
      found.set(contact.id, contact);
    }
  }
  return [...found.values()];
}

const silencedUntil = (incident: IncidentRecord, now: number): number | undefined => (incident.silencedUntil !== null && incident.silencedUntil > now ? incident.silencedUntil : undefined);

/**
 * Waits for people: begins with an incident, takes a step, waits, takes the next, until somebody reacts.
 * State is in the store and moves in transactions, with the notifications of a step in the outbox in the same one;
 * their keys (incident, episode, round, step, person, channel) make a second of the same impossible, whoever asks for it.
 */
export function createEngine({ store, clock, deliverers, tagsOf, wake }: EngineDeps) {
  const policiesOf = async (db: Db): Promise<Policy[]> => (await createDefinitionRepository(db, 'policies').all()).sort((a, b) => a.definition.order - b.definition.order);

  /** The escalation an incident begins with; undefined when no policy is for it, or it is in maintenance. */
  function beginning(incident: IncidentRecord, policies: readonly Policy[], before: EscalationRecord | undefined): EscalationRecord | undefined {
    const policy = incident.maintenance ? undefined : policies.find(({ definition }) => policyMatches(definition, incident, tagsOf(incident.serverId)));
    const now = clock.now();
    return policy && { incidentId: incident.id, policyId: policy.id, episode: (before?.episode ?? 0) + 1, step: 0, round: 0, nextAt: silencedUntil(incident, now) ?? now, updatedAt: now };
  }

  function queued(incident: IncidentRecord, contact: Contact, key: string, kind: OutboxKind, now: number): OutboxRecord[] {
    // Critical ones do not wait for the morning.
    const nextAt = incident.severity === 'warning' && kind !== 'edit' ? (quietUntil(contact.definition.quietHours, now) ?? now) : now;
    return contact.definition.channels.map((channel) => ({
      key: `${key} ${contact.id} ${channelKey(channel)}`,
      incidentId: incident.id,
      contactId: contact.id,
      contactName: contact.definition.name,
      channel,
      channelKey: channelKey(channel),
      kind,
      state: 'due' as const,
      attempts: 0,
      nextAt,
      createdAt: now,
      sentAt: null,
      error: null,
      reference: null,
    }));
  }

  /** Takes the step that is due; returns what the time line says, or undefined when the escalation is over. */
  async function takeStep(db: Db, escalation: EscalationRecord, incident: IncidentRecord): Promise<string | undefined> {
    const now = clock.now();
    const escalations = createEscalationRepository(db);
    const policy = await createDefinitionRepository(db, 'policies').byId(escalation.policyId);
    const step = policy?.definition.steps[escalation.step];
    if (policy === undefined || step === undefined) {
      await escalations.remove(incident.id);
      return undefined;
    }
    const contacts = await contactsOf(db, step.targets, now);
    const key = `${incident.id} ${escalation.episode} ${escalation.round} ${escalation.step}`;
    await createOutboxRepository(db).add(contacts.flatMap((contact) => queued(incident, contact, key, 'firing', now)));
    const { steps, repeat } = policy.definition;
    const last = escalation.step + 1 >= steps.length;
    const again = last && repeat !== null && escalation.round < repeat.times;
    await escalations.put({
      ...escalation,
      step: again ? Math.min(repeat.fromStep, steps.length - 1) : escalation.step + 1,
      round: again ? escalation.round + 1 : escalation.round,
      nextAt: last && !again ? null : now + step.waitMinutes * minute,
      updatedAt: now,
    });
    const names = contacts.map((contact) => contact.definition.name).join(', ') || 'nobody can be told';
    return escalation.step === 0 && escalation.round === 0 ? `${policy.definition.name}: ${names}` : `step ${escalation.step + 1}: ${names}`;
  }

  async function begin(db: Db, incident: IncidentRecord): Promise<void> {
    const escalations = createEscalationRepository(db);
    const record = beginning(incident, await policiesOf(db), await escalations.of(incident.id));
    await (record === undefined ? escalations.remove(incident.id) : escalations.put(record));
  }

  /** Incidents that are new: nobody was told of them yet, so they begin together, however many they are. */
  async function beginFresh(db: Db, incidents: readonly IncidentRecord[]): Promise<void> {
    const policies = await policiesOf(db);
    await createEscalationRepository(db).putAll(incidents.flatMap((incident) => beginning(incident, policies, undefined) ?? []));
  }

  /** Tells those who were told before: that it moved, or that it is over. */
  async function follow(db: Db, incident: IncidentRecord, kind: 'edit' | 'resolved', wanted: boolean): Promise<void> {
    const outbox = createOutboxRepository(db);
    const now = clock.now();
    const sent = await outbox.messagesOf(incident.id);
    const usable = deliverers();
    const edits = sent.filter((message) => usable[message.channel.type]?.edits && message.reference !== null);
    const told = new Map(wanted ? sent.map((message) => [message.channelKey, message]) : []);
    await outbox.withdraw(incident.id, kind === 'resolved' ? ['firing', 'reminder', 'edit'] : ['edit']);
    await outbox.add([
      ...edits.map((message) => ({ ...renewed(message, now), key: `${message.key} edit ${incident.revision}`, kind: 'edit' as const, reference: message.reference })),
      ...(kind === 'resolved' ? [...told.values()].map((message) => ({ ...renewed(message, now), key: `${incident.id} resolved ${incident.fired} ${message.channelKey}`, kind })) : []),
    ]);
  }

  return {
    /** Called in the transaction of the changes: what follows from them is there if and only if they are. */
    async withChanges(tx: Db, changes: readonly IncidentChange[]): Promise<void> {
      const escalations = createEscalationRepository(tx);
      const known = new Set((await escalations.ofMany([...new Set(changes.map(({ incident }) => incident.id))])).map(({ incidentId }) => incidentId));
      const isFresh = ({ kind, incident }: IncidentChange): boolean => kind === 'fired' && incident.fired === 1 && !known.has(incident.id);
      await beginFresh(tx, changes.filter(isFresh).map(({ incident }) => incident));
      for (const change of changes.filter((one) => !isFresh(one))) {
        const { kind, incident } = change;
        const now = clock.now();
        const running = await escalations.of(incident.id);
        const policy = running && (await createDefinitionRepository(tx, 'policies').byId(running.policyId))?.definition;
        switch (kind) {
          case 'fired':
          case 'reopened':
          case 'unacknowledged':
            await begin(tx, incident);
            await follow(tx, incident, 'edit', false);
            break;
          case 'severity':
            if (incident.state === 'firing' && incident.severity === 'critical') {
              await begin(tx, incident);
            }
            await follow(tx, incident, 'edit', false);
            break;
          case 'acknowledged':
            if (running !== undefined) {
              const remind = policy?.remindAcknowledgedMinutes ?? null;
              await escalations.put({ ...running, nextAt: remind === null ? null : now + remind * minute, updatedAt: now });
            }
            await createOutboxRepository(tx).withdraw(incident.id, ['firing', 'reminder']);
            await follow(tx, incident, 'edit', false);
            break;
          case 'silenced':
            if (running !== undefined) {
              await escalations.put({ ...running, nextAt: silencedUntil(incident, now) ?? null, updatedAt: now });
            }
            await createOutboxRepository(tx).withdraw(incident.id, ['firing', 'reminder']);
            await follow(tx, incident, 'edit', false);
            break;
          case 'unsilenced':
            if (running !== undefined && incident.state === 'firing') {
              // Those who were told before the silence have their time to react again.
              const wait = running.step === 0 ? 0 : (policy?.steps[running.step - 1]?.waitMinutes ?? 0) * minute;
              await escalations.put({ ...running, nextAt: now + wait, updatedAt: now });
            }
            await follow(tx, incident, 'edit', false);
            break;
          case 'resolved':
            await follow(tx, incident, 'resolved', policy?.notifyResolved ?? true);
            await escalations.remove(incident.id);
            break;
          default:
            break;
        }
      }
      wake();
    },

    /** Takes every step that is due. Each in a transaction of its own, after looking again. */
    async tick(): Promise<void> {
      const due = await createEscalationRepository(store.db).due(clock.now(), batch);
      for (const { incidentId } of due) {
        await store.exclusively(async (tx) => {
          const escalations = createEscalationRepository(tx);
          const escalation = await escalations.of(incidentId);
          const incident = await createIncidentRepository(tx).byId(incidentId);
          const now = clock.now();
          if (escalation === undefined || escalation.nextAt === null || escalation.nextAt > now) {
            return;
          }
          const silence = incident && silencedUntil(incident, now);
          if (incident === undefined || incident.state === 'resolved') {
            await escalations.remove(incidentId);
          } else if (silence !== undefined) {
            await escalations.put({ ...escalation, nextAt: silence, updatedAt: now });
          } else if (incident.state === 'acknowledged') {
            await remind(tx, escalation, incident);
          } else {
            const text = await takeStep(tx, escalation, incident);
            if (text !== undefined) {
              const reason = escalation.step === 0 && escalation.round === 0 ? '' : 'nobody reacted, ';
              await createIncidentEventRepository(tx).add([{ incidentId, at: now, kind: 'escalated', actor: 'system', channel: 'system', text: reason + text }]);
            }
          }
        });
      }
      if (due.length > 0) {
        wake();
      }
    },

    /** The next step now, because a person asks for it; who asks writes the line of the record. */
    async escalate(incident: IncidentRecord): Promise<string> {
      const text = await store.exclusively(async (tx) => {
        const escalations = createEscalationRepository(tx);
        if ((await escalations.of(incident.id)) === undefined) {
          await begin(tx, incident);
        }
        const escalation = await escalations.of(incident.id);
        return escalation === undefined ? undefined : takeStep(tx, escalation, incident);
      });
      wake();
      if (text === undefined) {
        throw new Failure('conflict', { message: 'There is no further step: no escalation policy is for this incident, or its last step was taken.' });
      }
      return text;
    },
  };

  /** An acknowledged incident that nobody closed: those who were told hear of it again. */
  async function remind(tx: Db, escalation: EscalationRecord, incident: IncidentRecord): Promise<void> {
    const outbox = createOutboxRepository(tx);
    const now = clock.now();
    const policy = (await createDefinitionRepository(tx, 'policies').byId(escalation.policyId))?.definition;
    const every = policy?.remindAcknowledgedMinutes ?? null;
    const told = new Map((await outbox.messagesOf(incident.id)).map((message) => [message.channelKey, message]));
    await outbox.add([...told.values()].map((message) => ({ ...renewed(message, now), key: `${incident.id} ${escalation.episode} reminder ${escalation.nextAt} ${message.channelKey}`, kind: 'reminder' as const })));
    await createEscalationRepository(tx).put({ ...escalation, nextAt: every === null ? null : now + every * minute, updatedAt: now });
  }
}

/** The same notification for the same person and channel, not sent yet. */
function renewed({ seq: _, ...message }: OutboxRecord & { seq: number }, now: number): OutboxRecord {
  return { ...message, state: 'due', attempts: 0, nextAt: now, createdAt: now, sentAt: null, error: null, reference: null };
}

export type Engine = ReturnType<typeof createEngine>;
