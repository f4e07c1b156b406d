import type { Kysely } from 'kysely';
import type { Clock } from '../../clock.ts';
import { createDefinitionRepository } from '../../store/definitions.ts';
import { createEscalationRepository, type EscalationRecord } from '../../store/escalations.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import { createOutboxRepository, type OutboxKind, type OutboxRecord, type QueuedNotification } from '../../store/outbox.ts';
import type { Database } from '../../store/schema.ts';
import type { Deliverers } from './deliverer.ts';
import { mayHearAt } from './queued.ts';
import { editOf, renewed } from './renewed.ts';

type Db = Kysely<Database>;

const minute = 60_000;

/** What those hear who were told before. */
export function createFollowUp(clock: Clock, deliverers: () => Deliverers) {
  /** One more message to each channel that had one. */
  async function again(db: Db, incident: IncidentRecord, sent: readonly QueuedNotification[], kind: OutboxKind, key: string): Promise<OutboxRecord[]> {
    const now = clock.now();
    const people = new Map((await createDefinitionRepository(db, 'contacts').all()).map(({ id, definition }) => [id, definition.quietHours]));
    const told = new Map(sent.map((message) => [message.channelKey, message]));
    return [...told.values()].map((message) => ({ ...renewed(message, now), nextAt: mayHearAt(incident, people.get(message.contactId ?? '') ?? null, now), key: `${incident.id} ${key} ${message.channelKey}`, kind }));
  }

  return {
    /** The incident moved, or it is over: messages say so where they can be edited. `wanted`: its end is a message of its own, too. */
    async moved(db: Db, incident: IncidentRecord, end?: { wanted: boolean }): Promise<void> {
      const outbox = createOutboxRepository(db);
      const now = clock.now();
      const sent = await outbox.messagesOf(incident.id);
      // One that is on its way is edited when it has arrived.
      const edits = sent.filter(({ state, channel, reference }) => state !== 'sending' && deliverers()[channel.type]?.edits && reference !== null);
      await outbox.withdraw(incident.id, end === undefined ? ['edit'] : ['firing', 'reminder', 'edit']);
      await outbox.add([...edits.map((message) => editOf(message, incident.revision, now)), ...(end?.wanted === true ? await again(db, incident, sent, 'resolved', `resolved ${incident.fired}`) : [])]);
    },
    /** An acknowledged incident that nobody closed: they hear of it again. */
    async remind(db: Db, escalation: EscalationRecord, incident: IncidentRecord): Promise<void> {
      const outbox = createOutboxRepository(db);
      const now = clock.now();
      const every = (await createDefinitionRepository(db, 'policies').byId(escalation.policyId))?.definition.remindAcknowledgedMinutes ?? null;
      await outbox.add(await again(db, incident, await outbox.messagesOf(incident.id), 'reminder', `${escalation.episode} reminder ${escalation.nextAt}`));
      await createEscalationRepository(db).put({ ...escalation, nextAt: every === null ? null : now + every * minute, updatedAt: now });
    },
  };
}
