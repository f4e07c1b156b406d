import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { median, percentile } from '../kit/median.ts';
import { npmStart } from '../kit/npmStart.ts';
import { stayAwake } from '../kit/stayAwake.ts';
import { connectSubscribers } from '../kit/subscribers.ts';
import type { Row } from '../row.ts';

const clients = 1_000;
const events = 100;
/** The last function on the way is compiled by the optimizing compiler with the 13th event (node --trace-opt). */
const first = 20;
const child = path.resolve(import.meta.dirname, '../kit/feedProcess.ts');

async function withServer<T>(
  use: (url: string, ask: (message: 'publish' | 'memory') => void, answer: () => Promise<unknown>) => Promise<T>
): Promise<T> {
  const server = fork(child, { execArgv: [...npmStart.flags, '--expose-gc', '--disable-warning=ExperimentalWarning'] });
  const answer = async (): Promise<unknown> => ((await once(server, 'message')) as [unknown])[0];
  try {
    const { url } = (await answer()) as { url: string };
    return await use(url, (message) => void server.send(message), answer);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

/** Milliseconds from each event to each client; with the clients' process awake all the time, or asleep while it has no message. */
const times = (awake: boolean): Promise<number[]> =>
  withServer(async (url, ask) => {
    const subscribers = await connectSubscribers(url, clients, /"detail":"([\d.]+)"/);
    const rest = awake ? stayAwake() : () => undefined;
    const all: number[][] = [];
    ask('publish');
    while (all.length < first + events) {
      all.push(await subscribers.next());
    }
    rest();
    subscribers.close();
    return all.slice(first).flat();
  });

const inWords = (all: readonly number[]): string =>
  `p50 ${median(all).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms`;

/** The server in one process, its subscribers in another: what is measured ends when a subscriber's process has the bytes. */
export const feedFanOut: Row = {
  id: 'feed-fan-out',
  what: `An event of the feed to ${clients} subscribers`,
  bar: 'p99 ≤ 20 ms',
  minutes: 1,
  async run() {
    const asleep = await times(false);
    const awake = await times(true);
    return {
      measured: inWords(asleep),
      holds: percentile(asleep, 0.99) <= 20,
      details: [
        `${events} events, each to ${clients} WebSockets over loopback; the slowest single one ${percentile(asleep, 1).toFixed(1)} ms.`,
        `With a clients’ process that does not sleep between messages, and so is not woken on the feed’s core: ${inWords(awake)}.`,
      ],
    };
  },
};

export const feedIdle: Row = {
  id: 'feed-idle',
  what: `Memory of ${clients} idle subscribers of the feed`,
  bar: '≤ 40 MB',
  minutes: 1,
  async run() {
    const [before, after] = await withServer(async (url, ask, answer) => {
      const memory = async (): Promise<number> => {
        ask('memory');
        return ((await answer()) as { bytes: number }).bytes;
      };
      // Once up and down first: code, pools and tables that the first clients bring stay, and are not theirs.
      (await connectSubscribers(url, 50, /x/)).close();
      const empty = await memory();
      const subscribers = await connectSubscribers(url, clients, /x/);
      const full = await memory();
      subscribers.close();
      return [empty, full];
    });
    const megabytes = ((after as number) - (before as number)) / 1e6;
    return {
      measured: `${megabytes.toFixed(1)} MB`,
      holds: megabytes <= 40,
      details: [
        `Resident memory ${((before as number) / 1e6).toFixed(0)} → ${((after as number) / 1e6).toFixed(0)} MB, after garbage collection.`,
      ],
    };
  },
};
