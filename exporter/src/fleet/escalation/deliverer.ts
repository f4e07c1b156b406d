import type { Channel } from '../../../../contract/escalation.ts';
import type { Incident } from '../../../../contract/incident.ts';
import type { OutboxKind } from '../../store/outbox.ts';

/** What a notification says; how it says it is the channel's own matter. */
export interface Notification {
  /** The outbox's key: a provider that knows idempotency can use it. */
  key: string;
  kind: OutboxKind;
  contactName: string;
  /** The incident as it is now, not as it was when the notification was queued; null for a test message. */
  incident: Incident | null;
  /** For `edit`: the message to change, as `deliver` named it. */
  reference: unknown;
  /** What a try before this one gave to `keep`; null when there was none. */
  partly: unknown;
  /** Records that a part of a long message arrived, so that no later try sends it again, not even one after a crash. */
  keep: (partly: unknown) => Promise<void>;
  /** It was being sent when the exporter stopped: it may arrive twice. */
  again: boolean;
}

export type Delivery =
  /** `reference` names the message at the provider, to edit it later. */
  | { state: 'sent'; reference?: unknown }
  /** Not now: the provider says when, or is out of reach. */
  | { state: 'retry'; afterMs?: number; error: string }
  /** Never: the address is wrong, the bot was blocked. */
  | { state: 'dead'; error: string };

/** One kind of channel. Rejects never: every outcome is a `Delivery`. */
export interface Deliverer {
  deliver(channel: Channel, notification: Notification): Promise<Delivery>;
  /** Several firing ones for one channel in one message, where the channel can; their order is that of the outbox. */
  deliverGroup?(channel: Channel, notifications: readonly Notification[]): Promise<Delivery>;
  /** Whether it is worth queueing an `edit` for what was sent. */
  readonly edits: boolean;
}

/** The notify room gives one for each channel type it can use; others are told as dead with the reason. */
export type Deliverers = Partial<Record<Channel['type'], Deliverer>>;
