import type { Incident } from '../../../../contract/incident.ts';
import type { Clock } from '../../clock.ts';
import { createIncidentEventRepository } from '../../store/incidentEvents.ts';
import type { Store } from '../../store/open.ts';
import { createOutboxRepository, type QueuedNotification } from '../../store/outbox.ts';
import { channelName } from './channelKey.ts';
import type { Deliverers, Delivery, Notification } from './deliverer.ts';

export interface OutboxWorkerDeps {
  store: Store;
  clock: Clock;
  deliverers: () => Deliverers;
  /** A channel with what is sealed of it. */
  unsealed: (item: QueuedNotification) => Promise<QueuedNotification['channel']>;
  /** Incidents as they are now. */
  incidents: (ids: readonly string[]) => Promise<Map<string, Incident>>;
  onError: (error: unknown) => void;
}

/** A sender that did not say how it went for this long is taken for dead. */
const leaseMs = 30_000;
const tickMs = 1000;
const batch = 200;
/** From 5 s, doubled, to 10 min; about a day in all. */
const delays = (attempt: number): number => Math.min(600_000, 5000 * 2 ** Math.min(attempt, 10));
const maxAttempts = 150;
/** This many for one channel at once become one message, where the channel can. */
const groupFrom = 4;

/**
 * Sends what is in the outbox: channels side by side, the notifications of one channel in their order.
 * A notification is claimed, sent and recorded; the crash that falls between the provider's acceptance and the one statement
 * that records it makes a duplicate, which says so in the time line. Nothing else does.
 */
export function createOutboxWorker({ store, clock, deliverers, unsealed, incidents, onError }: OutboxWorkerDeps) {
  const outbox = createOutboxRepository(store.db);
  let cancel: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  async function settle(items: readonly QueuedNotification[], delivery: Delivery): Promise<void> {
    const now = clock.now();
    await store.exclusively(async (tx) => {
      const writer = createOutboxRepository(tx);
      for (const item of items) {
        const to = `${item.contactName} by ${channelName(item.channel)}`;
        const event = (kind: 'notified' | 'notify_failed', text: string) =>
          item.incidentId === null || item.kind === 'edit' ? Promise.resolve() : createIncidentEventRepository(tx).add([{ incidentId: item.incidentId, at: now, kind, actor: 'system', channel: item.channel.type, text }]);
        if (delivery.state === 'sent') {
          await writer.sent(item.seq, now, delivery.reference);
          await event('notified', item.state === 'sending' ? `${to}; it may have arrived more than once, as the exporter stopped while sending` : to);
        } else if (delivery.state === 'dead' || item.attempts + 1 >= maxAttempts) {
          await writer.dead(item.seq, delivery.error);
          await event('notify_failed', `${to}: ${delivery.error}`);
        } else {
          await writer.later(item.seq, now + (delivery.afterMs ?? delays(item.attempts)), delivery.error);
          if (item.attempts === 0) {
            await event('notify_failed', `${to}: ${delivery.error}; it is tried again`);
          }
        }
      }
    });
  }

  async function send(items: readonly QueuedNotification[], known: Map<string, Incident>): Promise<boolean> {
    const [first] = items as [QueuedNotification];
    const claimed = [];
    for (const item of items) {
      if (await outbox.claim(item, clock.now() + leaseMs)) {
        claimed.push(item);
      }
    }
    if (claimed.length === 0) {
      return true;
    }
    const notifications = claimed.map((item): Notification => ({
      key: item.key,
      kind: item.kind,
      contactName: item.contactName,
      incident: item.incidentId === null ? null : (known.get(item.incidentId) ?? null),
      reference: item.reference,
      again: item.state === 'sending',
    }));
    const deliverer = deliverers()[first.channel.type];
    let delivery: Delivery;
    if (deliverer === undefined) {
      delivery = { state: 'dead', error: `${first.channel.type} is not set up` };
    } else {
      const channel = await unsealed(first);
      delivery = notifications.length > 1 && deliverer.deliverGroup !== undefined ? await deliverer.deliverGroup(channel, notifications) : await deliverer.deliver(channel, notifications[0] as Notification);
    }
    await settle(claimed, delivery);
    return delivery.state !== 'retry';
  }

  async function drainChannel(items: QueuedNotification[], known: Map<string, Incident>): Promise<void> {
    const canGroup = deliverers()[items[0]?.channel.type ?? 'telegram']?.deliverGroup !== undefined;
    const firing = items.filter((item) => item.kind === 'firing');
    const groups = canGroup && firing.length >= groupFrom ? [firing, ...items.filter((item) => item.kind !== 'firing').map((item) => [item])] : items.map((item) => [item]);
    for (const group of groups) {
      // A channel that says later keeps its order: what comes behind waits too.
      if (stopped || !(await send(group, known))) {
        return;
      }
    }
  }

  async function drain(): Promise<void> {
    const ready = await outbox.ready(clock.now(), batch);
    if (ready.length === 0) {
      return;
    }
    const known = await incidents([...new Set(ready.flatMap((item) => item.incidentId ?? []))]);
    const channels = Map.groupBy(ready, (item) => item.channelKey);
    await Promise.all([...channels.values()].map((items) => drainChannel(items, known).catch(onError)));
    again = again || ready.length === batch;
  }

  function wake(): void {
    if (stopped) {
      return;
    }
    if (running !== undefined) {
      again = true;
      return;
    }
    running = drain()
      .catch(onError)
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          wake();
        }
      });
  }
  const arm = () => {
    cancel = clock.after(tickMs, () => {
      wake();
      arm();
    });
  };

  return {
    wake,
    counts: outbox.counts,
    /** Nothing is being sent any more. */
    async idle(): Promise<void> {
      while (running !== undefined) {
        await running;
      }
    },
    start(): void {
      stopped = false;
      arm();
      wake();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancel?.();
      again = false;
      await running;
    },
  };
}

export type OutboxWorker = ReturnType<typeof createOutboxWorker>;
