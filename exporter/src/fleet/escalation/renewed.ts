import type { Millis } from '../../store/columns.ts';
import type { OutboxRecord, QueuedNotification } from '../../store/outbox.ts';

/** The same notification for the same person and channel, not sent yet. */
export function renewed({ seq: _, ...message }: QueuedNotification, now: Millis): OutboxRecord {
  return { ...message, state: 'due', attempts: 0, repeats: 0, nextAt: now, changedAt: now, createdAt: now, sentAt: null, error: null, reference: null };
}

/** Makes a message that was sent say how the incident is in this revision. */
export const editOf = (message: QueuedNotification, revision: number, now: Millis): OutboxRecord => ({ ...renewed(message, now), key: `${message.key} edit ${revision}`, kind: 'edit', reference: message.reference });
