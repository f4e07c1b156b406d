import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { breathe } from './breathe.ts';
import type { Keeper } from './keeper.ts';
import type { Recorded } from './piece.ts';
import type { HistorySettings } from './settings.ts';
import { createTail, type Tail } from './tail.ts';
import type { ChunkWriter } from './writer.ts';

/** Takes every poll in, and writes them away from the hot path. */
export interface Recorder {
  readonly tail: Tail;
  /** Writes that failed and were tried again. */
  failures(): number;
  record(serverId: string, poll: Recorded): void;
  forget(serverId: string): void;
  /** Writes everything that waits. */
  flush(): Promise<void>;
  start(): void;
  /** Writes everything that waits, and ends. */
  stop(): Promise<void>;
}

/** How often it looks for polls that have waited long enough. Those of a thousand servers are then some 35, one transaction. */
const beat = 2_000;
const keepEvery = 3600_000;
/**
 * Servers written in one transaction: so many that the disk is not waited for all the time (2–3 ms a commit), and few enough
 * that polls in between are not late; at the end nobody waits.
 */
const serversAtOnce = 40;
const serversAtTheEnd = 100;
/**
 * Between servers, so that requests and polls find the loop free most of the time: one after the other without a pause, the
 * servers of a beat keep it busy for a tenth of a second, and whoever asks meanwhile waits behind several of them.
 */
const longestPause = 10;

export function createRecorder(writer: ChunkWriter, keeper: Keeper, clock: Clock, settings: HistorySettings, log: Log): Recorder {
  const tail = createTail();
  let cancel = (): void => undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let nextKeep = 0;
  let failures = 0;

  const write = async (serverIds: readonly string[], atOnce: number, pause = 0): Promise<void> => {
    for (let from = 0; from < serverIds.length; from += atOnce) {
      for (const [serverId, polls] of await writer.writePieces(serverIds.slice(from, from + atOnce), tail.of, pause)) {
        tail.written(serverId, polls);
      }
      await breathe();
    }
  };
  const seal = async (): Promise<void> => {
    for (const serverId of writer.full()) {
      await breathe();
      await writer.seal(serverId).catch((error: unknown) => {
        writer.forget(serverId);
        log.error({ err: error, serverId }, 'history: pieces could not be put together; they stay as they are');
      });
    }
  };
  /** One after the other, whoever asks. */
  const queue = (work: () => Promise<void>): Promise<void> => {
    running = running.then(work).catch((error: unknown) => {
      failures += 1;
      log.error({ err: error }, 'history could not be written; it is tried again');
    });
    return running;
  };

  const tick = (): void => {
    void queue(async () => {
      const due = tail.due(clock.now() - settings.flushMs);
      // A fleet too large for it takes half of each beat.
      await write(due, serversAtOnce, Math.min(longestPause, beat / 2 / due.length));
      await seal();
      if (clock.now() >= nextKeep) {
        nextKeep = clock.now() + keepEvery;
        await keeper.run();
      }
    }).finally(() => {
      if (!stopped) {
        cancel = clock.after(beat, tick);
      }
    });
  };

  const flush = (): Promise<void> =>
    queue(async () => {
      await write(tail.due(Infinity), serversAtTheEnd);
      await seal();
    });

  return {
    tail,
    failures: () => failures,
    record: (serverId, poll) => tail.add(serverId, poll),
    forget(serverId) {
      tail.remove(serverId);
      writer.forget(serverId);
    },
    flush,
    start() {
      nextKeep = clock.now() + beat;
      cancel = clock.after(beat, tick);
    },
    async stop() {
      stopped = true;
      cancel();
      // Pieces need not be put together now: the next start does that.
      await queue(() => write(tail.due(Infinity), serversAtTheEnd));
    },
  };
}
