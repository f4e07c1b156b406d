import type { Clock } from '../clock.ts';
import { collectAll, createCollectionMemory, type CollectionMemory } from '../collectors/collectAll.ts';
import type { Collector } from '../collectors/collector.ts';
import type { Family } from '../metrics/family.ts';
import { createServerMemory, type ServerMemory } from '../snapshot/memory.ts';
import { sourcesOf } from '../snapshot/sources.ts';
import { SshFailure, type Session } from '../ssh/session.ts';
import type { PolledServer } from './directory.ts';
import type { PollBus, Polled, Troubles } from './events.ts';
import type { LoginGate } from './loginGate.ts';
import { asSshFailure, type Sessions } from './sessions.ts';
import { within } from './within.ts';

/** Families that do not come from reading the server: values of commands, counters of log rules, thresholds. */
export type Addition = (serverId: string) => readonly Family[];

export interface PollerOptions {
  sessions: Sessions;
  gate: LoginGate;
  collectors: readonly Collector[];
  additions: readonly Addition[];
  bus: PollBus;
  clock: Clock;
  /** Milliseconds, finer than the clock's, for what a collector takes. */
  stopwatch: () => number;
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
export const deadlineOf = (intervalMs: number): number => Math.min(9_500, Math.max(2_000, intervalMs * 0.8));
/** The first poll of a session finds a reader, reads all tiers and waits for commands. */
const firstDeadline = 8_000;
/**
 * The first poll of a session waits this long for commands, so that a single look at a server shows all of it;
 * where polls are short, it leaves half of its time to the reads.
 */
const firstRunsOf = (intervalMs: number): number => Math.min(3_000, deadlineOf(intervalMs) / 2);

/** What is missing, without the words why: those may hold numbers that change with every poll. */
const whatIsMissing = ({ failures, commands }: Pick<Troubles, 'failures' | 'commands'>): string =>
  [...failures.map(({ collector }) => collector), ...(commands === undefined ? [] : ['commands'])].join();

/** What is kept of a server while its session lasts. */
interface Kept {
  memory: ServerMemory;
  collection: CollectionMemory;
  /** What keeps metrics from being told, as it was told last. */
  troubles: string;
  intervalMs: number;
}

export function createPoller(options: PollerOptions): Poller {
  const { sessions, gate, collectors, additions, bus, clock, stopwatch, nonce } = options;
  const sources = sourcesOf(collectors);
  const keeps = new WeakMap<Session, Kept>();

  const begin = (session: Session, server: PolledServer): Kept => {
    const memory = createServerMemory({ sources, intervalMs: () => kept.intervalMs, clock, nonce });
    const kept: Kept = { memory, collection: createCollectionMemory(), troubles: '', intervalMs: server.intervalMs };
    keeps.set(session, kept);
    void session.closed.then(() => memory.close());
    return kept;
  };

  const readOnce = async (
    session: Session,
    memory: ServerMemory,
    plan: ReturnType<ServerMemory['plan']>,
    signal: AbortSignal
  ): Promise<void> => memory.take(plan, await within(session.read(plan, signal), signal));

  const read = async (session: Session, server: PolledServer, signal: AbortSignal): Promise<Kept> => {
    const known = keeps.get(session);
    if (known !== undefined) {
      known.intervalMs = server.intervalMs;
      await readOnce(session, known.memory, known.memory.plan(), signal);
      void known.memory.startRuns(session);
      return known;
    }
    await within(session.prepare(signal), signal);
    const kept = begin(session, server);
    const { memory } = kept;
    await readOnce(session, memory, memory.plan(), signal);
    const runs = memory.startRuns(session);
    let cancel = (): void => undefined;
    const enough = new Promise<void>((resolve) => (cancel = clock.after(firstRunsOf(server.intervalMs), resolve)));
    await within(Promise.race([runs, enough]), signal).finally(cancel);
    // What was read before the wait is old by now, the server's clock first of all; and a glob may have brought more to read.
    await readOnce(session, memory, memory.plan(), signal);
    return kept;
  };

  const collect = (server: PolledServer, kept: Kept): Family[] => {
    const { families, failures } = collectAll(collectors, kept.memory.snapshot, stopwatch, kept.collection);
    const commands = kept.memory.refusedRuns();
    const troubles = whatIsMissing({ failures, commands });
    if (troubles !== kept.troubles) {
      bus.emit('troubles', { serverId: server.id, name: server.name, failures, commands });
    }
    kept.troubles = troubles;
    kept.memory.settle();
    return families;
  };

  return {
    async poll(server) {
      const from = clock.now();
      const session = await sessions.get(server.id);
      const place = keeps.has(session) ? undefined : await gate.enter('first poll');
      place?.connected();
      const stop = new AbortController();
      const deadline = Math.max(deadlineOf(server.intervalMs), keeps.has(session) ? 0 : firstDeadline);
      const cancel = clock.after(deadline, () =>
        stop.abort(new SshFailure('stalled', `no complete answer within ${deadline / 1_000} s`))
      );
      try {
        const families = collect(server, await read(session, server, stop.signal));
        additions.forEach((addition) => families.push(...addition(server.id)));
        sessions.attempts(server.id).worked();
        const at = clock.now();
        return { serverId: server.id, name: server.name, at, durationMs: at - from, families };
      } catch (error) {
        const failure = asSshFailure(error);
        void sessions.drop(server.id, failure.reason);
        throw sessions.attempts(server.id).failed(failure).failure;
      } finally {
        cancel();
        place?.leave();
      }
    },
    hungRuns: (session) => keeps.get(session)?.memory.hungRuns() ?? [],
  };
}
