import type { Kysely } from 'kysely';
import type { Channel } from '../../../../contract/escalation.ts';
import type { Incident } from '../../../../contract/incident.ts';
import type { Clock } from '../../clock.ts';
import { createIncidentEventRepository, type EventKind } from '../../store/incidentEvents.ts';
import { createIncidentRepository } from '../../store/incidents.ts';
import type { Store } from '../../store/open.ts';
import { createOutboxRepository, type QueuedNotification } from '../../store/outbox.ts';
import type { Database } from '../../store/schema.ts';
import { channelName } from './channelKey.ts';
import type { Deliverers, Delivery, Notification } from './deliverer.ts';
import { editOf } from './renewed.ts';

/** How a try ended; `repeated`: before it, nobody knew how the one before had ended. */
export type Outcome = 'accepted' | 'retry' | 'dead' | 'repeated';

export interface OutboxSenderDeps {
  store: Store;
  clock: Clock;
  deliverers: () => Deliverers;
  /** A channel with what is sealed of it. */
  unsealed: (item: QueuedNotification) => Promise<QueuedNotification['channel']>;
  /** Counts how tries end. */
  onOutcome: (channel: Channel['type'], outcome: Outcome) => void;
}

/** How often a sender says that it lives, while a provider takes its time. */
const beatMs = 5_000;
/** From 5 s, doubled, to 10 min; about a day in all. */
const delays = (attempt: number): number => Math.min(600_000, 5000 * 2 ** Math.min(attempt, 10));
const maxAttempts = 150;

const nameOf = (item: QueuedNotification): string => `${item.contactName} by ${channelName(item.channel)}`;

/** Lines of the time lines; an edit of a message is none. */
const linesOf = (items: readonly QueuedNotification[], kind: EventKind, at: number, text: (item: QueuedNotification) => string) =>
  items.flatMap((item) => (item.incidentId === null || item.kind === 'edit' ? [] : [{ incidentId: item.incidentId, at, kind, actor: 'system', channel: item.channel.type, text: text(item) }]));

/**
 * Claims notifications, sends them and records how it went. Between the provider's acceptance and the one statement that records it
 * there is nothing; a crash in there makes a duplicate, and nothing else does. That one may come is told before it is sent.
 */
export function createOutboxSender({ store, clock, deliverers, unsealed, onOutcome }: OutboxSenderDeps) {
  const outbox = createOutboxRepository(store.db);
  const inFlight = new Set<number>();

  async function claim(items: readonly QueuedNotification[]): Promise<QueuedNotification[]> {
    const [only, second] = items;
    if (only !== undefined && second === undefined && only.state === 'due') {
      return (await outbox.claim(only)) ? [only] : [];
    }
    return store.exclusively(async (tx) => {
      const claimed = [];
      for (const item of items) {
        if (await createOutboxRepository(tx).claim(item)) {
          claimed.push(item);
        }
      }
      const again = claimed.filter(({ state, kind }) => state === 'sending' && kind !== 'edit');
      await createIncidentEventRepository(tx).add(linesOf(again, 'notify_failed', clock.now(), (item) => `${nameOf(item)}: the exporter stopped while it sent this; it is sent again, and may arrive twice`));
      return claimed;
    });
  }

  /** The time line of what was accepted; where an incident moved while its message was on the way, the message follows. */
  async function note(tx: Kysely<Database>, seqs: readonly number[], shown: ReadonlyMap<string, number>): Promise<void> {
    const [writer, now] = [createOutboxRepository(tx), clock.now()];
    const items = await writer.noted(seqs);
    const times = ({ repeats }: QueuedNotification) => (repeats === 0 ? '' : `; it was sent ${repeats + 1} times and may have arrived more than once, as the exporter stopped while sending`);
    await createIncidentEventRepository(tx).add(linesOf(items, 'notified', now, (item) => `${nameOf(item)}${times(item)}`));
    const editable = items.filter(({ kind, channel, reference }) => (kind === 'firing' || kind === 'reminder') && reference !== null && deliverers()[channel.type]?.edits);
    const incidents = await createIncidentRepository(tx).byIds([...new Set(editable.flatMap(({ incidentId }) => incidentId ?? []))]);
    const revisions = new Map(incidents.map(({ id, revision }) => [id, revision]));
    await writer.add(editable.flatMap((item) => {
      const revision = revisions.get(item.incidentId ?? '');
      return revision === undefined || revision === shown.get(item.incidentId ?? '') ? [] : [editOf(item, revision, now)];
    }));
  }

  async function record(items: readonly QueuedNotification[], delivery: Delivery, shown: ReadonlyMap<string, number>): Promise<void> {
    const [now, seqs] = [clock.now(), items.map(({ seq }) => seq)];
    if (delivery.state === 'sent') {
      await outbox.accepted(seqs, now, delivery.reference);
      await store.exclusively((tx) => note(tx, seqs, shown));
      return;
    }
    await store.exclusively(async (tx) => {
      const writer = createOutboxRepository(tx);
      const isDead = ({ attempts }: QueuedNotification) => delivery.state === 'dead' || attempts + 1 >= maxAttempts;
      const dead = items.filter(isDead);
      const waiting = items.filter((item) => !isDead(item));
      for (const { seq } of dead) {
        await writer.dead(seq, delivery.error);
      }
      for (const { seq, attempts } of waiting) {
        await writer.later(seq, now, now + ((delivery.state === 'retry' ? delivery.afterMs : undefined) ?? delays(attempts)), delivery.error);
      }
      const first = waiting.filter(({ attempts }) => attempts === 0);
      await createIncidentEventRepository(tx).add([
        ...linesOf(dead, 'notify_failed', now, (item) => `${nameOf(item)}: ${delivery.error}`),
        ...linesOf(first, 'notify_failed', now, (item) => `${nameOf(item)}: ${delivery.error}; it is tried again`),
      ]);
    });
  }

  function beating(seqs: readonly number[]): () => void {
    const arm = (): (() => void) => clock.after(beatMs, () => {
      // One that can not be written makes others think that we are dead; there is nothing better to do.
      outbox.beat(seqs).catch(() => undefined);
      cancel = arm();
    });
    let cancel = arm();
    return () => cancel();
  }

  async function deliver(items: readonly QueuedNotification[], incidents: ReadonlyMap<string, Incident>): Promise<Delivery> {
    const last = items.at(-1) as QueuedNotification;
    const deliverer = deliverers()[last.channel.type];
    if (deliverer === undefined) {
      return { state: 'dead', error: `${last.channel.type} is not set up` };
    }
    // An edit can be made twice: nothing has to be kept of it.
    const keep = (partly: unknown) => (last.kind === 'edit' ? Promise.resolve() : outbox.partly(items.map(({ seq }) => seq), partly));
    const notification = (item: QueuedNotification): Notification => {
      const edits = item.kind === 'edit';
      const incident = item.incidentId === null ? null : (incidents.get(item.incidentId) ?? null);
      return { key: item.key, kind: item.kind, contactName: item.contactName, incident, reference: edits ? item.reference : null, partly: edits ? null : item.reference, keep, again: item.state === 'sending' };
    };
    const channel = await unsealed(last);
    // Several edits are of one message: the newest says it all.
    return items.length > 1 && last.kind !== 'edit' && deliverer.deliverGroup !== undefined ? deliverer.deliverGroup(channel, items.map(notification)) : deliverer.deliver(channel, notification(last));
  }

  return {
    /** Sends these in one message; false when the channel has to wait, or when somebody else took them. */
    async send(items: readonly QueuedNotification[], incidents: ReadonlyMap<string, Incident>): Promise<boolean> {
      const claimed = await claim(items);
      const [first] = claimed;
      if (first === undefined) {
        return false;
      }
      const seqs = claimed.map(({ seq }) => seq);
      const shown = new Map([...incidents].map(([id, { revision }]) => [id, revision]));
      const stopBeating = beating(seqs);
      seqs.forEach((seq) => inFlight.add(seq));
      try {
        const delivery = await deliver(claimed, incidents).catch((error: unknown): Delivery => ({ state: 'retry', error: String(error) }));
        await record(claimed, delivery, shown);
        const { type } = first.channel;
        claimed.forEach(({ state, kind }) => state === 'sending' && kind !== 'edit' && onOutcome(type, 'repeated'));
        claimed.forEach(() => onOutcome(type, delivery.state === 'sent' ? 'accepted' : delivery.state));
        return delivery.state !== 'retry';
      } finally {
        stopBeating();
        seqs.forEach((seq) => inFlight.delete(seq));
      }
    },
    /** Whether it is being sent by this process. */
    sends: (seq: number): boolean => inFlight.has(seq),
    /** Writes the time line of what was accepted before a crash. */
    async noteForgotten(limit: number): Promise<void> {
      const forgotten = (await outbox.inState('accepted', limit)).filter(({ seq }) => !inFlight.has(seq)).map(({ seq }) => seq);
      if (forgotten.length > 0) {
        await store.exclusively((tx) => note(tx, forgotten, new Map()));
      }
    },
  };
}

export type OutboxSender = ReturnType<typeof createOutboxSender>;
