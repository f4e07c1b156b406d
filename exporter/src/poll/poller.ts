import type { Clock } from '../clock.ts';
import type { Family } from '../metrics/family.ts';
import { createServerMemory, type ServerMemory } from '../snapshot/memory.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Sources } from '../snapshot/sources.ts';
import { SshFailure, type Session } from '../ssh/session.ts';
import type { PolledServer } from './directory.ts';
import type { Polled } from './events.ts';
import { asSshFailure, type Sessions } from './sessions.ts';
import { within } from './within.ts';

/** Families that do not come from reading the server: values of commands, counters of log rules, thresholds. */
export type Addition = (serverId: string) => readonly Family[];

export interface PollerOptions {
  sessions: Sessions;
  sources: Sources;
  /** Snapshot → families, each collector on its own. */
  collect: (snapshot: Snapshot) => Family[];
  additions: readonly Addition[];
  clock: Clock;
  nonce: () => string;
}

/** One poll of one server: session → read → snapshot → families. */
export interface Poller {
  /** Rejects with an SshFailure; the session is then closed, and the attempts know. */
  poll(server: PolledServer): Promise<Polled>;
  /** Commands of collectors that hang on a server. */
  hungRuns(session: Session): string[];
}

/** A poll that takes longer has failed: well before the next one, and within Prometheus's scrape timeout of 10 s. */
export const deadlineOf = (intervalMs: number): number => Math.min(9_500, Math.max(1_000, intervalMs * 0.8));
/** The first poll of a session waits this long for commands, so that a single look at a server shows all of it. */
const firstRuns = 3_000;

export function createPoller({ sessions, sources, collect, additions, clock, nonce }: PollerOptions): Poller {
  const memories = new WeakMap<Session, ServerMemory>();
  const intervals = new Map<string, number>();

  const begin = (session: Session, server: PolledServer): ServerMemory => {
    const memory = createServerMemory({
      sources,
      intervalMs: () => intervals.get(server.id) ?? server.intervalMs,
      clock,
      nonce,
    });
    memories.set(session, memory);
    void session.closed.then(() => memory.close());
    return memory;
  };

  const readOnce = async (
    session: Session,
    memory: ServerMemory,
    plan: ReturnType<ServerMemory['plan']>,
    signal: AbortSignal
  ): Promise<void> => memory.take(plan, await within(session.read(plan, signal), signal));

  const read = async (session: Session, server: PolledServer, signal: AbortSignal): Promise<ServerMemory> => {
    const known = memories.get(session);
    if (known !== undefined) {
      await readOnce(session, known, known.plan(), signal);
      void known.startRuns(session);
      return known;
    }
    await within(session.prepare(signal), signal);
    const memory = begin(session, server);
    await readOnce(session, memory, memory.plan(), signal);
    const runs = memory.startRuns(session);
    let cancel = (): void => undefined;
    const enough = new Promise<void>((resolve) => (cancel = clock.after(firstRuns, resolve)));
    await within(Promise.race([runs, enough]), signal).finally(cancel);
    const rest = memory.unread();
    if (rest !== undefined) {
      await readOnce(session, memory, rest, signal);
    }
    return memory;
  };

  return {
    async poll(server) {
      const from = clock.now();
      intervals.set(server.id, server.intervalMs);
      const session = await sessions.get(server.id);
      const stop = new AbortController();
      const deadline = deadlineOf(server.intervalMs);
      const cancel = clock.after(deadline, () =>
        stop.abort(new SshFailure('stalled', `no complete answer within ${deadline / 1_000} s`))
      );
      try {
        const memory = await read(session, server, stop.signal);
        const families = [...collect(memory.snapshot), ...additions.flatMap((addition) => addition(server.id))];
        sessions.attempts(server.id).worked();
        const at = clock.now();
        return { serverId: server.id, name: server.name, at, durationMs: at - from, families };
      } catch (error) {
        const failure = asSshFailure(error);
        void sessions.drop(server.id, failure.reason);
        throw sessions.attempts(server.id).failed(failure).failure;
      } finally {
        cancel();
      }
    },
    hungRuns: (session) => memories.get(session)?.hungRuns() ?? [],
  };
}
