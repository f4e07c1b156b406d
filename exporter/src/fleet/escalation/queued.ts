import type { IncidentRecord } from '../../store/incidents.ts';
import type { OutboxKind, OutboxRecord } from '../../store/outbox.ts';
import type { Definitions } from '../../store/definitions.ts';
import { channelKey } from './channelKey.ts';
import { quietUntil } from './quietHours.ts';

export type Contact = { id: string; definition: Definitions['contacts'] };

/** When a person may be told of an incident: warnings wait for the end of quiet hours, critical ones do not. */
export const mayHearAt = ({ severity }: Pick<IncidentRecord, 'severity'>, quietHours: Definitions['contacts']['quietHours'], now: number): number => (severity === 'warning' ? (quietUntil(quietHours, now) ?? now) : now);

/** A notification of an incident over each channel of a person. */
export function queued(incident: IncidentRecord, contact: Contact, key: string, kind: OutboxKind, now: number): OutboxRecord[] {
  const nextAt = mayHearAt(incident, contact.definition.quietHours, now);
  return contact.definition.channels.map((channel) => ({
    key: `${key} ${contact.id} ${channelKey(channel)}`,
    incidentId: incident.id,
    contactId: contact.id,
    contactName: contact.definition.name,
    channel,
    channelKey: channelKey(channel),
    kind,
    state: 'due',
    attempts: 0,
    repeats: 0,
    nextAt,
    changedAt: now,
    createdAt: now,
    sentAt: null,
    error: null,
    reference: null,
  }));
}
