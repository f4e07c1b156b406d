import type { LogLine, LogLines } from '../../../../contract/logs.ts';
import type { Clock } from '../../clock.ts';
import { createChannel } from '../feed/channel.ts';
import { moved, type Position } from './followedBytes.ts';
import type { LogServer, ReadableSource } from './sourceReader.ts';
import type { Tails } from './tails.ts';

/** What the tail of one source on one server told. */
export interface TailNews {
  pair: string;
  lines: LogLine[];
  problems: LogLines['problems'];
}

interface Feeder {
  /** The stream is whole from this position on: before it nobody listened here. */
  since: number;
  /** The tail stands where new lines come, or there is a problem, or it takes too long to wait for. */
  ready: Promise<void>;
  /** Everything before was told. */
  positions: readonly Position[];
  viewers: Set<() => void>;
  tail: { close(): void };
  cancelLinger?: (() => void) | undefined;
}

/** The tail goes on this long after its last viewer left, so that one who comes back has missed nothing. */
const lingerMs = 2000;
const readyMs = 5000;
/** Pieces of all tails that can be caught up on; one is what the server sent at once, some 64 KiB at most. */
const keep = 100;

/** The tails that are looked at, as one numbered stream: each line is told once, to whoever listens, and remembered for a while. */
export function createTailStream({ tails, clock }: { tails: Tails; clock: Clock }) {
  const channel = createChannel<TailNews>(clock, { keep });
  const feeders = new Map<string, Feeder>();

  function begin(pair: string, source: ReadableSource, server: LogServer): Feeder {
    const forget = () => feeders.get(pair) === feeder && feeders.delete(pair);
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const feeder: Feeder = { since: channel.seq(), ready, positions: [], viewers: new Set(), tail: { close: () => undefined } };
    feeders.set(pair, feeder);
    const tail = tails.listen(source, server, {
      onNews({ lines, positions }) {
        feeder.positions = moved(feeder.positions, positions);
        resolve();
        if (lines.length > 0) {
          channel.publish({ pair, lines, problems: [] });
        }
      },
      onProblem(problem) {
        resolve();
        if (problem !== undefined) {
          channel.publish({ pair, lines: [], problems: [{ sourceId: source.id, serverId: server.id, serverName: server.name, ...problem }] });
        }
      },
      // Whoever comes later begins anew.
      onDone: forget,
      onEnd() {
        resolve();
        forget();
        feeder.viewers.forEach((end) => end());
      },
    });
    feeder.tail = tail;
    feeder.positions = tail.positions();
    // A command stands nowhere: all its output is new. A tail that was there already tells its place no more.
    if (source.definition.type === 'command' || tail.positions().length > 0 || tail.problem() !== undefined) {
      resolve();
    }
    void ready.then(clock.after(readyMs, resolve));
    return feeder;
  }

  return {
    listen: channel.listen,
    seq: channel.seq,
    since: channel.since,
    /** Keeps the tail of a source on a server going until `leave`; `onEnd` when the source was changed or deleted. */
    join(source: ReadableSource, server: LogServer, onEnd: () => void): { pair: string; since: number; ready: Promise<void>; positions(): readonly Position[]; leave(): void } {
      const pair = `${source.id} ${server.id}`;
      const feeder = feeders.get(pair) ?? begin(pair, source, server);
      const viewer = () => onEnd();
      feeder.viewers.add(viewer);
      feeder.cancelLinger?.();
      feeder.cancelLinger = undefined;
      return {
        pair,
        since: feeder.since,
        ready: feeder.ready,
        positions: () => feeder.positions,
        leave() {
          if (feeder.viewers.delete(viewer) && feeder.viewers.size === 0) {
            feeder.cancelLinger = clock.after(lingerMs, () => {
              if (feeders.get(pair) === feeder) {
                feeders.delete(pair);
              }
              feeder.tail.close();
            });
          }
        },
      };
    },
  };
}

export type TailStream = ReturnType<typeof createTailStream>;
