import type { Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import { SshFailure } from '../ssh/session.ts';
import type { PolledServer } from './directory.ts';
import type { PollBus, Polled } from './events.ts';
import { nextBeat, shareOf } from './phase.ts';
import type { Poller } from './poller.ts';
import type { Roster } from './roster.ts';
import type { Sessions } from './sessions.ts';
import { createSharedPoll } from './sharedPoll.ts';
import type { Statuses } from './statuses.ts';
import { within } from './within.ts';

/** At the start of the exporter, first polls are spread so that this many begin in a second. */
const firstPollsPerSecond = 40;
/** Servers behind a bastion that came back are tried again spread over this, in milliseconds. */
const afterJump = 1_000;

interface Watch {
  share: number;
  cancel: () => void;
  /** When it beats next. */
  at: number;
  beat: () => void;
  /** When somebody else's request last was the poll. */
  scrapedAt: number;
  stopped: boolean;
}

export interface SchedulerOptions {
  roster: Roster;
  sessions: Sessions;
  poller: Poller;
  statuses: Statuses;
  bus: PollBus;
  clock: Clock;
  random: () => number;
  /** Told how late a planned poll began, in milliseconds. */
  late?: (ms: number) => void;
}

/** Polls every server at its own beat, unless somebody's scrapes do it already; never two polls of one server at a time. */
export interface Scheduler {
  /** Begins with the servers that are in the roster. */
  start(): void;
  stop(): Promise<void>;
  /** A new server: polled at once. */
  add(server: PolledServer): void;
  /** A changed server; where the way to it changed, its session is made anew at once. */
  update(server: PolledServer): Promise<void>;
  remove(serverId: string): Promise<void>;
  /** Polls again a server that was stopped, or whose attempts wait: a person's retry. */
  startServer(serverId: string): void;
  stopServer(serverId: string): Promise<void>;
  /** A poll now, whatever waits; shares the one under way. */
  pollNow(serverId: string): Promise<Polled>;
  /** A live poll for a scrape; shares the one under way. Rejects at once with the last failure while attempts are held back. */
  probe(name: string, signal?: AbortSignal): Promise<Polled>;
  underWay(): number;
}

export function createScheduler({
  roster,
  sessions,
  poller,
  statuses,
  bus,
  clock,
  random,
  late,
}: SchedulerOptions): Scheduler {
  const watches = new Map<string, Watch>();
  let running = false;

  const watchOf = (serverId: string): Watch => {
    const known = watches.get(serverId);
    if (known !== undefined) {
      return known;
    }
    const created: Watch = {
      share: shareOf(serverId),
      cancel: () => undefined,
      at: NaN,
      beat: () => beat(serverId, created.at),
      scrapedAt: -Infinity,
      stopped: false,
    };
    watches.set(serverId, created);
    return created;
  };
  const known = (serverId: string): PolledServer => {
    const server = roster.get(serverId);
    if (server === undefined) {
      throw new Failure('server_not_found');
    }
    return server;
  };
  const active = (server: PolledServer): boolean => server.enabled && !watchOf(server.id).stopped;

  const planAt = (serverId: string, at: number): void => {
    const watch = watchOf(serverId);
    watch.cancel();
    if (running) {
      watch.at = at;
      watch.cancel = clock.after(at - clock.now(), watch.beat);
    }
  };

  const planNext = (server: PolledServer, after: number): void => {
    const block = sessions.attempts(server.id).blocked();
    planAt(server.id, block === undefined ? nextBeat(watchOf(server.id).share, server.intervalMs, after) : block.until);
  };

  const shared = createSharedPoll({
    roster,
    sessions,
    poller,
    statuses,
    bus,
    clock,
    active,
    failed: (server) => planNext(server, clock.now()),
    outdated: (server) => planAt(server.id, clock.now()),
  });

  const beat = (serverId: string, plannedAt: number): void => {
    const server = roster.get(serverId);
    if (server === undefined || !active(server)) {
      return;
    }
    const watch = watchOf(serverId);
    const now = clock.now();
    late?.(now - plannedAt);
    // While scrapes come about as often as polls would, they are the polls; the beat only watches that they go on.
    // A server that is down is tried at our own pace: its scrapes are answered by the last failure.
    const scrapesGoOn = now - watch.scrapedAt < server.intervalMs && sessions.attempts(serverId).last() === undefined;
    if (scrapesGoOn) {
      planAt(serverId, watch.scrapedAt + server.intervalMs * 1.1);
      return;
    }
    // A timer may fire a little early: the same beat must not come twice. Nor may a gap be much longer than the interval.
    planNext(server, Math.max(now, plannedAt + server.intervalMs / 10));
    shared.poll(server).catch(() => undefined);
  };

  const begin = (server: PolledServer, delay: number): void => {
    if (!server.enabled) {
      statuses.set(server.id, server.name, { state: 'paused', reason: 'disabled' });
      return;
    }
    if (watchOf(server.id).stopped) {
      statuses.set(server.id, server.name, { state: 'paused', reason: 'stopped' });
      return;
    }
    if (statuses.get(server.id)?.state !== 'up') {
      statuses.set(server.id, server.name, { state: 'pending', reason: 'never_polled' });
    }
    planAt(server.id, clock.now() + delay);
  };

  /** Ends polling of a server; its session stays when others go through it. */
  const halt = async (serverId: string, reason: 'disabled' | 'stopped'): Promise<void> => {
    const server = known(serverId);
    watchOf(serverId).cancel();
    statuses.set(serverId, server.name, { state: 'paused', reason });
    if (!roster.behind(serverId).some(active)) {
      await sessions.drop(serverId, reason);
    }
  };

  const retry = (serverId: string): void => {
    sessions.attempts(serverId).retryNow();
    const jump = roster.get(serverId)?.jump ?? null;
    if (jump !== null) {
      retry(jump);
    }
  };

  bus.on('connected', ({ serverId }) => {
    for (const server of roster.behind(serverId)) {
      if (active(server) && sessions.attempts(server.id).blocked()?.failure.reason.startsWith('jump:') === true) {
        sessions.attempts(server.id).retryNow();
        planAt(server.id, clock.now() + random() * afterJump);
      }
    }
  });

  return {
    start() {
      running = true;
      const servers = roster.list();
      for (const server of servers) {
        begin(server, shareOf(server.id) * Math.min(server.intervalMs, (servers.length * 1_000) / firstPollsPerSecond));
      }
    },
    async stop() {
      running = false;
      watches.forEach((watch) => watch.cancel());
      await sessions.close();
      await Promise.allSettled(shared.underWay());
    },
    add(server) {
      roster.put(server);
      begin(server, 0);
    },
    async update(server) {
      const before = roster.get(server.id);
      roster.put(server);
      const changed = before?.connectionRevision !== server.connectionRevision;
      if (changed) {
        sessions.attempts(server.id).retryNow();
      }
      if (!server.enabled) {
        await halt(server.id, 'disabled');
      } else if (changed || before?.enabled !== true) {
        begin(server, 0);
        await sessions.drop(server.id, 'changed');
      } else if (active(server)) {
        planNext(server, clock.now());
      }
    },
    async remove(serverId) {
      watches.get(serverId)?.cancel();
      watches.delete(serverId);
      roster.remove(serverId);
      statuses.remove(serverId);
      await sessions.remove(serverId, 'removed');
    },
    startServer(serverId) {
      const server = known(serverId);
      watchOf(serverId).stopped = false;
      retry(serverId);
      begin(server, 0);
    },
    async stopServer(serverId) {
      watchOf(serverId).stopped = true;
      await halt(serverId, known(serverId).enabled ? 'stopped' : 'disabled');
    },
    async pollNow(serverId) {
      const server = known(serverId);
      retry(serverId);
      return shared.poll(server);
    },
    async probe(name, signal) {
      const server = roster.named(name);
      if (server === undefined) {
        throw new Failure('server_not_found');
      }
      if (!active(server)) {
        throw new SshFailure(server.enabled ? 'stopped' : 'disabled', 'not polled now');
      }
      watchOf(server.id).scrapedAt = clock.now();
      const polled = shared.poll(server);
      return signal === undefined ? polled : within(polled, signal);
    },
    underWay: () => shared.underWay().length,
  };
}
