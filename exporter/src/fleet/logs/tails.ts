import { EventEmitter } from 'node:events';
import type { Clock } from '../../clock.ts';
import type { Session } from '../../ssh/session.ts';
import { stateMessage } from './fileState.ts';
import { follow, type Following } from './follow.ts';
import { moved, type FollowNews, type Position } from './followedBytes.ts';
import { problemOf, type SourceProblem } from './problem.ts';
import type { LogServer, ReadableSource } from './sourceReader.ts';

export interface Tail {
  /** Everything before these was handed on. */
  positions(): readonly Position[];
  problem(): SourceProblem | undefined;
}

interface Listener {
  onNews(news: FollowNews): void | Promise<void>;
  onProblem?(problem: SourceProblem | undefined): void;
  /** The source was changed or deleted: nothing more comes. */
  onEnd?(): void;
  /** The command came to its end; whoever listens anew starts it again. */
  onDone?(): void;
}

export interface TailsDeps {
  clock: Clock;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
}

const retryMs = 2000;
const maxRetryMs = 60_000;
/** A follower that goes on for so long works again, though it told nothing yet. */
const steadyMs = 3000;

interface SharedTail {
  listeners: Set<Listener>;
  positions: Position[];
  problem: SourceProblem | undefined;
  stop: AbortController;
  done: Promise<void>;
}

/** Everything before was handed on in both, and nothing behind. */
const samePlace = (one: readonly Position[], other: readonly Position[]): boolean =>
  one.length === other.length && one.every((position) => other.some(({ path, inode, offset }) => path === position.path && inode === position.inode && offset === position.offset));

/** One remote process for each source and server, shared by all who listen, that goes on from its last position after a reconnect. */
export function createTails({ clock, session }: TailsDeps) {
  const shared = new Map<string, SharedTail>();

  async function wait(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve);
      signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });
  }

  function forget(tail: SharedTail): void {
    for (const [key, one] of shared) {
      if (one === tail) {
        shared.delete(key);
      }
    }
  }

  async function run(tail: SharedTail, source: ReadableSource, server: LogServer): Promise<void> {
    let delay = retryMs;
    const tell = (problem: SourceProblem | undefined) => {
      tail.problem = problem;
      tail.listeners.forEach((listener) => listener.onProblem?.(problem));
    };
    while (!tail.stop.signal.aborted) {
      let following: Following | undefined;
      try {
        const live = await session(server.id, tail.stop.signal);
        following = await follow({
          session: live,
          source,
          server,
          from: tail.positions,
          clock,
          async onNews(news) {
            // A command that fails may well say something first.
            delay = source.definition.type === 'command' ? delay : retryMs;
            tail.positions = source.definition.type === 'file' ? moved(tail.positions, news.positions) : news.positions.length > 0 ? news.positions : tail.positions;
            const bad = news.states.find((state) => state.state !== 'ok');
            if (news.states.length > 0) {
              tell(bad === undefined ? undefined : { code: bad.state, message: `${bad.path}: ${stateMessage[bad.state]}` });
            } else if (tail.problem !== undefined && news.lines.length > 0) {
              tell(undefined);
            }
            for (const listener of tail.listeners) {
              await listener.onNews(news);
            }
          },
        });
        const opened = following;
        const before = tail.problem;
        const cancelSteady = clock.after(steadyMs, () => tail.problem === before && tell(undefined));
        const onStop = () => void opened.close();
        tail.stop.signal.addEventListener('abort', onStop, { once: true });
        if (tail.stop.signal.aborted) {
          onStop();
        }
        const { done, code, message } = await opened.ended;
        cancelSteady();
        tail.stop.signal.removeEventListener('abort', onStop);
        if (done) {
          // Started again, it would say everything again; whoever comes next starts it.
          forget(tail);
          tell({ code: 'ended', message: 'The command ended; look again to run it again.' });
          tail.listeners.forEach((listener) => listener.onDone?.());
          return;
        }
        if (!tail.stop.signal.aborted) {
          tell({ code, message });
        }
      } catch (error) {
        tell(problemOf(error));
      }
      if (!tail.stop.signal.aborted) {
        await wait(delay, tail.stop.signal);
        delay = Math.min(maxRetryMs, delay * 2);
      }
    }
  }

  return {
    /**
     * Listens to a source on a server; the first listener starts it, `from` says where. Who has to hear everything behind `from`
     * gets a process of its own when the one that goes on stands elsewhere.
     */
    listen(source: ReadableSource, server: LogServer, listener: Listener, from: readonly Position[] = []): Tail & { close(): void } {
      const shareable = `${source.id} ${server.id}`;
      const going = shared.get(shareable);
      const key = from.length > 0 && going !== undefined && !samePlace(going.positions, from) ? `${shareable} from its own place` : shareable;
      let tail = shared.get(key);
      if (tail === undefined) {
        const fresh: SharedTail = { listeners: new Set(), positions: [...from], problem: undefined, stop: new AbortController(), done: Promise.resolve() };
        shared.set(key, fresh);
        EventEmitter.setMaxListeners(0, fresh.stop.signal);
        tail = fresh;
        fresh.listeners.add(listener);
        fresh.done = run(fresh, source, server);
      }
      const own = tail;
      own.listeners.add(listener);
      return {
        positions: () => own.positions,
        problem: () => own.problem,
        close() {
          own.listeners.delete(listener);
          if (own.listeners.size === 0) {
            forget(own);
            own.stop.abort();
          }
        },
      };
    },
    /**
     * Ends a source's processes at once: it was changed or deleted; without an id all of them. Who listened is told last, behind
     * `before`, so that whoever comes back at once finds those who have to go on from where they stood.
     */
    async end(sourceId?: string, before?: () => Promise<void>): Promise<void> {
      const ending = [...shared].filter(([key]) => sourceId === undefined || key.startsWith(`${sourceId} `));
      for (const [key, tail] of ending) {
        shared.delete(key);
        tail.stop.abort();
      }
      await Promise.all(ending.map(([, tail]) => tail.done));
      await before?.();
      ending.forEach(([, tail]) => tail.listeners.forEach((listener) => listener.onEnd?.()));
    },
    count: () => shared.size,
  };
}

export type Tails = ReturnType<typeof createTails>;
