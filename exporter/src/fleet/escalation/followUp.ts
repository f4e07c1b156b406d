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
  const quietHoursOf = async (db: Db) => new Map((await createDefinitionRepository(db, 'contacts').all()).map(({ id, definition }) => [id, definition.quietHours]));

  /** One more message to each channel that had one. */
  function again(incident: IncidentRecord, sent: readonly QueuedNotification[], quietHours: Awaited<ReturnType<typeof quietHoursOf>>, kind: OutboxKind, key: string): OutboxRecord[] {
    const now = clock.now();
    const told = new Map(sent.map((message) => [message.channelKey, message]));
    return [...told.values()].map((message) => ({ ...renewed(message, now), nextAt: mayHearAt(incident, quietHours.get(message.contactId ?? '') ?? null, now), key: `${incident.id} ${key} ${message.channelKey}`, kind }));
  }
  // One that is on its way is edited when it has arrived.
  const isEdited = ({ state, channel, reference }: QueuedNotification): boolean => state !== 'sending' && deliverers()[channel.type]?.edits === true && reference !== null;

  return {
    /** Incidents moved, or they are over: messages say so where they can be edited. `wanted`: its end is a message of its own, too. */
    async moved(db: Db, incidents: readonly IncidentRecord[], wanted?: (incident: IncidentRecord) => boolean): Promise<void> {
      const outbox = createOutboxRepository(db);
      const now = clock.now();
      const ids = incidents.map(({ id }) => id);
      const sent = Map.groupBy(await outbox.messagesOf(ids), ({ incidentId }) => incidentId);
      await outbox.withdraw(ids, wanted === undefined ? ['edit'] : ['firing', 'reminder', 'edit']);
      if (sent.size === 0) {
        return;
      }
      const quietHours = wanted === undefined ? new Map() : await quietHoursOf(db);
      await outbox.add(incidents.flatMap((incident) => {
        const messages = sent.get(incident.id) ?? [];
        return [...messages.filter(isEdited).map((message) => editOf(message, incident.revision, now)), ...(wanted?.(incident) === true ? again(incident, messages, quietHours, 'resolved', `resolved ${incident.fired}`) : [])];
      }));
    },
    /** An acknowledged incident that nobody closed: they hear of it again. */
    async remind(db: Db, escalation: EscalationRecord, incident: IncidentRecord): Promise<void> {
      const outbox = createOutboxRepository(db);
      const now = clock.now();
      const every = (await createDefinitionRepository(db, 'policies').byId(escalation.policyId))?.definition.remindAcknowledgedMinutes ?? null;
      await outbox.add(again(incident, await outbox.messagesOf([incident.id]), await quietHoursOf(db), 'reminder', `${escalation.episode} reminder ${escalation.nextAt}`));
      await createEscalationRepository(db).put({ ...escalation, nextAt: every === null ? null : now + every * minute, updatedAt: now });
    },
  };
}
