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

  async function follow(tx: Db, { kind, incident }: IncidentChange): Promise<void> {
    const [escalations, outbox, now] = [createEscalationRepository(tx), createOutboxRepository(tx), clock.now()];
    const running = await escalations.of(incident.id);
    const policy = running && (await createDefinitionRepository(tx, 'policies').byId(running.policyId))?.definition;
    const waitUntil = async (nextAt: number | null) => running && escalations.put({ ...running, nextAt, updatedAt: now });
    switch (kind) {
      case 'fired':
      case 'reopened':
      case 'unacknowledged':
        await begin(tx, incident);
        break;
      case 'severity':
        if (incident.state === 'firing' && incident.severity === 'critical') {
          await begin(tx, incident);
        }
        break;
      case 'acknowledged': {
        const remind = policy?.remindAcknowledgedMinutes ?? null;
        await waitUntil(remind === null ? null : now + remind * minute);
        await outbox.withdraw(incident.id, ['firing', 'reminder']);
        break;
      }
      case 'silenced':
        await waitUntil(heldUntil(incident, now) ?? null);
        await outbox.withdraw(incident.id, ['firing', 'reminder']);
        break;
      case 'unsilenced':
        if (running !== undefined && incident.state === 'firing') {
          // Those who were told before the silence have their time to react again.
          const wait = running.step === 0 ? 0 : (policy?.steps[running.step - 1]?.waitMinutes ?? 0) * minute;
          await waitUntil(Math.max(now + wait, heldUntil(incident, now) ?? 0));
        }
        break;
      case 'resolved':
        await followUp.moved(tx, incident, { wanted: policy?.notifyResolved ?? true });
        await escalations.remove(incident.id);
        return;
      default:
        return;
    }
    await followUp.moved(tx, incident);
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
      await escalations.remove(incidentId);
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
      const known = new Set((await createEscalationRepository(tx).ofMany([...new Set(changes.map(({ incident }) => incident.id))])).map(({ incidentId }) => incidentId));
      const isFresh = ({ kind, incident }: IncidentChange): boolean => kind === 'fired' && incident.fired === 1 && !known.has(incident.id);
      await beginFresh(tx, changes.filter(isFresh).map(({ incident }) => incident));
      for (const change of changes.filter((one) => !isFresh(one))) {
        await follow(tx, change);
      }
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
          await begin(tx, incident);
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
