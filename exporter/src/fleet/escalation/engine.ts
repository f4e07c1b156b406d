import type { Kysely } from 'kysely';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createDefinitionRepository, type Definitions } from '../../store/definitions.ts';
import { createEscalationRepository, isPostponed, type EscalationRecord } from '../../store/escalations.ts';
import { createIncidentEventRepository } from '../../store/incidentEvents.ts';
import { createIncidentRepository, type IncidentRecord } from '../../store/incidents.ts';
import { createOutboxRepository } from '../../store/outbox.ts';
import type { Store } from '../../store/open.ts';
import type { Database } from '../../store/schema.ts';
import type { IncidentChange } from '../incidents/incidentBus.ts';
import type { Deliverers } from './deliverer.ts';
import { createFollowUp } from './followUp.ts';
import { policyMatches } from './matching.ts';
import { isFirst, takeStep } from './steps.ts';

type Db = Kysely<Database>;

export interface EngineDeps {
  store: Store;
  clock: Clock;
  deliverers: () => Deliverers;
  tagsOf: (serverId: string | null) => Readonly<Record<string, string>>;
  /** The maintenance window a server is in, and its end. */
  maintenanceOf: (serverId: string | null, now: number) => { name: string; until: number } | undefined;
  /** Somebody was told, or it was put off: whoever watches the incident wants to know. */
  onChange: (change: IncidentChange) => void;
  /** There is something in the outbox. */
  wake: () => void;
}

const minute = 60_000;
const batch = 100;

/** What the messages of an incident show. */
const shown: ReadonlySet<IncidentChange['kind']> = new Set(['fired', 'reopened', 'severity', 'acknowledged', 'unacknowledged', 'silenced', 'unsilenced']);
/** What a person or a silence does to it, one at a time. */
const waits: ReadonlySet<IncidentChange['kind']> = new Set(['acknowledged', 'silenced', 'unsilenced']);
/** It begins anew: with the first, and with all who are to be told of what is worse. */
const isBeginning = ({ kind, incident }: IncidentChange): boolean => ['fired', 'reopened', 'unacknowledged'].includes(kind) || (kind === 'severity' && incident.state === 'firing' && incident.severity === 'critical');
/** Each incident once, as it is after its last change. */
const newestOf = (changes: readonly IncidentChange[]): IncidentRecord[] => [...new Map(changes.map(({ incident }) => [incident.id, incident])).values()];

/**
 * Waits for people: begins with an incident, takes a step, waits, takes the next, until somebody reacts.
 * State is in the store and moves in transactions, with the notifications of a step in the outbox in the same one;
 * their keys (incident, episode, round, step, person, channel) make a second of the same impossible, whoever asks for it.
 */
export function createEngine({ store, clock, deliverers, tagsOf, maintenanceOf, onChange, wake }: EngineDeps) {
  const followUp = createFollowUp(clock, deliverers);

  /** When a silence and a maintenance window are over that an incident is in; undefined when it is in none. */
  function heldUntil(incident: IncidentRecord, now: number): number | undefined {
    const ends = [incident.silencedUntil ?? 0, maintenanceOf(incident.serverId, now)?.until ?? 0].filter((at) => at > now);
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  /** The escalation an incident begins with; undefined when no policy is for it. In maintenance it begins when that is over. */
  function beginning(incident: IncidentRecord, policies: ReadonlyArray<{ id: string; definition: Definitions['policies'] }>, before: EscalationRecord | undefined): EscalationRecord | undefined {
    const policy = policies.find(({ definition }) => policyMatches(definition, incident, tagsOf(incident.serverId)));
    const now = clock.now();
    return policy && { incidentId: incident.id, policyId: policy.id, episode: (before?.episode ?? 0) + 1, step: 0, round: 0, nextAt: heldUntil(incident, now) ?? now, updatedAt: now };
  }
  const policiesOf = async (db: Db) => (await createDefinitionRepository(db, 'policies').all()).sort((a, b) => a.definition.order - b.definition.order);

  /** Begins with these together, however many they are: a burst is of a thousand. `running`: how far they were before. */
  async function begin(db: Db, incidents: readonly IncidentRecord[], running: ReadonlyMap<string, EscalationRecord>): Promise<void> {
    if (incidents.length === 0) {
      return;
    }
    const policies = await policiesOf(db);
    const begun = incidents.map((incident) => ({ id: incident.id, record: beginning(incident, policies, running.get(incident.id)) }));
    const escalations = createEscalationRepository(db);
    await escalations.putAll(begun.flatMap(({ record }) => record ?? []));
    await escalations.remove(begun.filter(({ id, record }) => record === undefined && running.has(id)).map(({ id }) => id));
  }

  /** They are over: nobody is told any more, and those who were told hear of the end. */
  async function end(tx: Db, incidents: readonly IncidentRecord[], running: ReadonlyMap<string, EscalationRecord>): Promise<void> {
    if (incidents.length === 0) {
      return;
    }
    const policies = new Map((await createDefinitionRepository(tx, 'policies').all()).map(({ id, definition }) => [id, definition]));
    await followUp.moved(tx, incidents, ({ id }) => policies.get(running.get(id)?.policyId ?? '')?.notifyResolved ?? true);
    await createEscalationRepository(tx).remove(incidents.map(({ id }) => id));
  }

  /** A person or a silence makes it wait, or go on. */
  async function wait(tx: Db, { kind, incident }: IncidentChange, running: EscalationRecord | undefined): Promise<void> {
    const [escalations, outbox, now] = [createEscalationRepository(tx), createOutboxRepository(tx), clock.now()];
    const policy = running && (await createDefinitionRepository(tx, 'policies').byId(running.policyId))?.definition;
    const waitUntil = async (nextAt: number | null) => running && escalations.put({ ...running, nextAt, updatedAt: now });
    switch (kind) {
      case 'acknowledged': {
        const remind = policy?.remindAcknowledgedMinutes ?? null;
        await waitUntil(remind === null ? null : now + remind * minute);
        await outbox.withdraw([incident.id], ['firing', 'reminder']);
        return;
      }
      case 'silenced':
        await waitUntil(heldUntil(incident, now) ?? null);
        await outbox.withdraw([incident.id], ['firing', 'reminder']);
        return;
      case 'unsilenced':
        if (running !== undefined && incident.state === 'firing') {
          // Those who were told before the silence have their time to react again.
          const step = running.step === 0 ? 0 : (policy?.steps[running.step - 1]?.waitMinutes ?? 0) * minute;
          await waitUntil(Math.max(now + step, heldUntil(incident, now) ?? 0));
        }
    }
  }

  /** Waits for the end of a silence or of a maintenance window; the incident says which window it is in. */
  async function hold(tx: Db, escalation: EscalationRecord, incident: IncidentRecord, until: number): Promise<IncidentChange | undefined> {
    const now = clock.now();
    await createEscalationRepository(tx).put({ ...escalation, nextAt: until, updatedAt: now });
    const window = maintenanceOf(incident.serverId, now);
    return window === undefined || incident.maintenance ? undefined : mark(tx, incident, true, window.name);
  }
  async function mark(tx: Db, before: IncidentRecord, maintenance: boolean, text: string): Promise<IncidentChange> {
    const incident = { ...before, maintenance, revision: before.revision + 1 };
    await createIncidentRepository(tx).put([incident]);
    return line(tx, incident, 'maintenance', text);
  }
  async function line(tx: Db, incident: IncidentRecord, kind: IncidentChange['kind'], text: string): Promise<IncidentChange> {
    const change = { kind, incident, actor: 'system', channel: 'system', text };
    await createIncidentEventRepository(tx).add([{ incidentId: incident.id, at: clock.now(), kind, actor: change.actor, channel: change.channel, text }]);
    return change;
  }

  /** What is due for one incident, looked at again inside the transaction. Returns what changed, undefined when there was nothing to do. */
  async function turn(tx: Db, incidentId: string): Promise<IncidentChange | undefined> {
    const escalations = createEscalationRepository(tx);
    const escalation = await escalations.of(incidentId);
    const found = await createIncidentRepository(tx).byId(incidentId);
    const now = clock.now();
    if (escalation === undefined || escalation.nextAt === null) {
      return undefined;
    }
    if (found === undefined || found.state === 'resolved') {
      await escalations.remove([incidentId]);
      return undefined;
    }
    if (isPostponed(escalation, now)) {
      // Somebody set the clock back: what was left to wait is left to wait.
      await escalations.put({ ...escalation, nextAt: now + Math.max(0, escalation.nextAt - escalation.updatedAt), updatedAt: now });
      return undefined;
    }
    if (escalation.nextAt > now) {
      return undefined;
    }
    const until = heldUntil(found, now);
    if (until !== undefined) {
      return hold(tx, escalation, found, until);
    }
    const incident = found.maintenance ? (await mark(tx, found, false, 'over, and it still fires')).incident : found;
    if (incident.state === 'acknowledged') {
      return void (await followUp.remind(tx, escalation, incident));
    }
    const text = await takeStep(tx, escalation, incident, now);
    return text === undefined ? undefined : line(tx, incident, 'escalated', `${isFirst(escalation) ? '' : 'nobody reacted, '}${text}`);
  }

  return {
    /** Called in the transaction of the changes: what follows from them is there if and only if they are. */
    async withChanges(tx: Db, changes: readonly IncidentChange[]): Promise<void> {
      const found = await createEscalationRepository(tx).ofMany([...new Set(changes.map(({ incident }) => incident.id))]);
      const running = new Map(found.map((one) => [one.incidentId, one]));
      await begin(tx, newestOf(changes.filter(isBeginning)), running);
      for (const change of changes.filter(({ kind }) => waits.has(kind))) {
        await wait(tx, change, running.get(change.incident.id));
      }
      // Nobody was told yet of those that fire for the first time.
      const isFresh = ({ kind, incident }: IncidentChange): boolean => kind === 'fired' && incident.fired === 1 && !running.has(incident.id);
      await followUp.moved(tx, newestOf(changes.filter((change) => shown.has(change.kind) && !isFresh(change))));
      // An end comes last: what fires and ends in one body is over.
      await end(tx, newestOf(changes.filter(({ kind }) => kind === 'resolved')), running);
      wake();
    },

    /** Takes every step that is due. Each in a transaction of its own, after looking again; one that fails keeps no other from its turn. */
    async tick(): Promise<void> {
      const failures: unknown[] = [];
      for (let left = true; left; ) {
        const due = await createEscalationRepository(store.db).due(clock.now(), batch);
        for (const { incidentId } of due) {
          await store.exclusively((tx) => turn(tx, incidentId)).then((change) => change && onChange(change), (error: unknown) => failures.push(error));
        }
        if (due.length > 0) {
          wake();
        }
        left = due.length === batch && failures.length === 0;
      }
      if (failures.length > 0) {
        throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'steps could not be taken');
      }
    },

    /** The next step now, because a person asks for it; who asks writes the line of the record. */
    async escalate(incident: IncidentRecord): Promise<string> {
      const text = await store.exclusively(async (tx) => {
        const escalations = createEscalationRepository(tx);
        if ((await escalations.of(incident.id)) === undefined) {
          await begin(tx, [incident], new Map());
        }
        const escalation = await escalations.of(incident.id);
        return escalation === undefined ? undefined : takeStep(tx, escalation, incident, clock.now());
      });
      wake();
      if (text === undefined) {
        throw new Failure('conflict', { message: 'There is no further step: no escalation policy is for this incident, or its last step was taken.' });
      }
      return text;
    },
  };
}

export type Engine = ReturnType<typeof createEngine>;
