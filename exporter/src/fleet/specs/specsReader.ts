import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { PollBus } from '../../poll/events.ts';
import type { SpecsBook } from './specs.ts';

export interface SpecsReaderOptions {
  book: Pick<SpecsBook, 'refresh'>;
  bus: PollBus;
  clock: Clock;
  log: Log;
}

/** Reads specs without being asked: when a session has begun, and hourly while it lasts. */
export interface SpecsReader {
  forget(serverId: string): void;
  stop(): void;
}

const hour = 3600_000;
/** After the first poll of a session, which shall not wait for us. */
const afterFirstPoll = 2_000;
/** One after the other would take long for a fleet, all at once would be felt everywhere. */
const atOnce = 4;

export function createSpecsReader({ book, bus, clock, log }: SpecsReaderOptions): SpecsReader {
  /** Servers with a session → what cancels their next reading; undefined until they were polled. */
  const sessions = new Map<string, (() => void) | undefined>();
  const queue: string[] = [];
  let underWay = 0;
  let stopped = false;

  const plan = (serverId: string, ms: number): void => {
    sessions.get(serverId)?.();
    sessions.set(serverId, clock.after(ms, () => enqueue(serverId)));
  };
  const enqueue = (serverId: string): void => {
    queue.push(serverId);
    work();
  };
  const work = (): void => {
    const serverId = underWay < atOnce && !stopped ? queue.shift() : undefined;
    if (serverId === undefined) {
      return;
    }
    underWay += 1;
    void book
      .refresh(serverId)
      .catch((error: unknown) => log.info({ err: error, serverId }, 'the specs of a server could not be read; it is tried again in an hour'))
      .finally(() => {
        underWay -= 1;
        if (sessions.has(serverId) && !stopped) {
          plan(serverId, hour);
        }
        work();
      });
    work();
  };
  const forget = (serverId: string): void => {
    sessions.get(serverId)?.();
    sessions.delete(serverId);
  };

  bus.on('connected', ({ serverId }) => sessions.set(serverId, undefined));
  bus.on('polled', ({ serverId }) => {
    if (sessions.has(serverId) && sessions.get(serverId) === undefined && !stopped) {
      plan(serverId, afterFirstPoll);
    }
  });
  bus.on('disconnected', ({ serverId }) => forget(serverId));

  return {
    forget,
    stop() {
      stopped = true;
      [...sessions.keys()].forEach(forget);
    },
  };
}
