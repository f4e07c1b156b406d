import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Collector } from '../collectors/collector.ts';
import type { Directory } from './directory.ts';
import type { PollBus } from './events.ts';
import { createLatest, type Latest } from './latest.ts';
import { createLoginGate, type LoginGate } from './loginGate.ts';
import { createPoller, type Addition, type Poller } from './poller.ts';
import { createRoster, type Roster } from './roster.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createSessions, type Connect, type Sessions } from './sessions.ts';
import { createStatuses, type Statuses } from './statuses.ts';

export interface PollingOptions {
  directory: Directory;
  connect: Connect;
  collectors: readonly Collector[];
  /** Families that come from elsewhere than reading the server, appended to each poll. */
  additions?: readonly Addition[];
  bus: PollBus;
  clock: Clock;
  /** Logins under way at once. */
  logins: number;
  random?: () => number;
  nonce?: () => string;
  stopwatch?: () => number;
  late?: (ms: number) => void;
}

/** The polling room, wired. */
export interface Polling {
  roster: Roster;
  statuses: Statuses;
  sessions: Sessions;
  scheduler: Scheduler;
  latest: Latest;
  poller: Poller;
  gate: LoginGate;
  /** Loads the servers and begins. */
  start(): Promise<void>;
  /** Ends polls, closes sessions. */
  stop(): Promise<void>;
}

export function createPolling(options: PollingOptions): Polling {
  const {
    directory,
    connect,
    bus,
    clock,
    random = Math.random,
    nonce = () => randomBytes(9).toString('hex'),
  } = options;
  const roster = createRoster();
  const statuses = createStatuses(clock, bus);
  const gate = createLoginGate(clock, options.logins);
  const sessions = createSessions({
    roster,
    directory,
    connect,
    gate,
    bus,
    clock,
    random,
  });
  const poller = createPoller({
    sessions,
    gate,
    collectors: options.collectors,
    additions: options.additions ?? [],
    bus,
    clock,
    stopwatch: options.stopwatch ?? (() => performance.now()),
    nonce,
  });
  const latest = createLatest(clock, bus, roster);
  const scheduler = createScheduler({
    roster,
    sessions,
    poller,
    statuses,
    bus,
    clock,
    random,
    ...(options.late === undefined ? {} : { late: options.late }),
  });
  return {
    roster,
    statuses,
    sessions,
    scheduler,
    latest,
    poller,
    gate,
    async start() {
      for (const server of await directory.list()) {
        roster.put(server);
      }
      scheduler.start();
    },
    stop: () => scheduler.stop(),
  };
}
