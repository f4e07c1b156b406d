import type { Incident } from '../../../../contract/incident.ts';
import { createOutboxRepository, type QueuedNotification } from '../../store/outbox.ts';
import { createDeadSenders } from './deadSenders.ts';
import { createOutboxSender, type OutboxSenderDeps } from './outboxSender.ts';

export interface OutboxWorkerDeps extends OutboxSenderDeps {
  /** Incidents as they are now. */
  incidents: (ids: readonly string[]) => Promise<Map<string, Incident>>;
  onError: (error: unknown) => void;
}

const tickMs = 1000;
/** A sender that showed no sign of life for so many ticks is taken for dead: six of its beats. */
const deadTicks = 30;
const batch = 200;
/** This many for one channel at once become one message, where the channel can. */
const groupFrom = 4;

/** What leaves together: all that fires when it is much, edits of one message, and everything else by itself. In the order of the first of each. */
function messagesOf(items: readonly QueuedNotification[], canGroup: boolean): QueuedNotification[][] {
  const many = canGroup && items.filter(({ kind }) => kind === 'firing').length >= groupFrom;
  const name = ({ kind, key, reference }: QueuedNotification): string => (kind === 'firing' && many ? 'firing' : kind === 'edit' ? `edit ${JSON.stringify(reference)}` : `one ${key}`);
  return [...Map.groupBy(items, name).values()];
}

/** Sends what is in the outbox: channels side by side, none waits for another, the notifications of one channel in their order. */
export function createOutboxWorker(deps: OutboxWorkerDeps) {
  const { store, clock, deliverers, incidents, onError } = deps;
  const outbox = createOutboxRepository(store.db);
  const sender = createOutboxSender(deps);
  const deadSenders = createDeadSenders(deadTicks);
  const busy = new Map<string, Promise<void>>();
  let cancel: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let ticked = true;
  let stopped = true;

  async function drainChannel(items: QueuedNotification[], known: ReadonlyMap<string, Incident>): Promise<void> {
    const canGroup = deliverers()[items[0]?.channel.type ?? 'telegram']?.deliverGroup !== undefined;
    for (const message of messagesOf(items, canGroup)) {
      // A channel that says later keeps its order: what comes behind waits too.
      if (stopped || !(await sender.send(message, known))) {
        return;
      }
    }
  }

  /** Once a tick: what crashed exporters left. */
  async function leftBehind(): Promise<QueuedNotification[]> {
    if (!ticked) {
      return [];
    }
    ticked = false;
    await sender.noteForgotten(batch);
    return deadSenders((await outbox.inState('sending', batch)).filter(({ seq }) => !sender.sends(seq)));
  }

  async function drain(): Promise<void> {
    const ready = [...(await leftBehind()), ...(await outbox.ready(clock.now(), batch))].filter(({ channelKey }) => !busy.has(channelKey));
    if (ready.length === 0) {
      return;
    }
    const known = await incidents([...new Set(ready.flatMap((item) => item.incidentId ?? []))]);
    for (const [key, items] of Map.groupBy(ready, (item) => item.channelKey)) {
      // After an error the next tick tries again, and not this turn at once.
      const done = drainChannel(items, known).then(() => true, (error: unknown) => (onError(error), false));
      busy.set(key, done.then((worked) => {
        busy.delete(key);
        return worked ? wake() : undefined;
      }));
    }
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
      ticked = true;
      wake();
      arm();
    });
  };

  return {
    wake,
    counts: async () => ({ ...(await outbox.counts()), repeated: await outbox.repeated() }),
    removeBefore: outbox.removeBefore,
    /** Nothing is being sent any more. */
    async idle(): Promise<void> {
      while (running !== undefined || busy.size > 0) {
        await Promise.all([running, ...busy.values()]);
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
      await Promise.all([running, ...busy.values()]);
    },
  };
}

export type OutboxWorker = ReturnType<typeof createOutboxWorker>;
