import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { median, percentile } from '../kit/median.ts';
import { connectSubscribers } from '../kit/subscribers.ts';
import type { Row } from '../row.ts';

const clients = 1_000;
const events = 100;
const child = path.resolve(import.meta.dirname, '../kit/feedProcess.ts');

async function withServer<T>(
  use: (url: string, ask: (message: 'publish' | 'memory') => void, answer: () => Promise<unknown>) => Promise<T>
): Promise<T> {
  const server = fork(child, { execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'] });
  const answer = async (): Promise<unknown> => ((await once(server, 'message')) as [unknown])[0];
  try {
    const { url } = (await answer()) as { url: string };
    return await use(url, (message) => void server.send(message), answer);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

/** The server in one process, its subscribers in another: what is measured ends when a subscriber's process has the bytes. */
export const feedFanOut: Row = {
  id: 'feed-fan-out',
  what: `An event of the feed to ${clients} subscribers`,
  bar: 'p99 ≤ 20 ms',
  minutes: 1,
  async run() {
    const times = await withServer(async (url, ask) => {
      const subscribers = await connectSubscribers(url, clients, /"detail":"([\d.]+)"/);
      const all: number[][] = [];
      for (let i = 0; i < events; i += 1) {
        const heard = subscribers.next();
        ask('publish');
        all.push(await heard);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      subscribers.close();
      // The first ones run code that is not compiled yet.
      return all.slice(10).flat();
    });
    const p99 = percentile(times, 0.99);
    return {
      measured: `p50 ${median(times).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      holds: p99 <= 20,
      details: [
        `${events - 10} events, each to ${clients} WebSockets over loopback; the slowest single one ${percentile(times, 1).toFixed(1)} ms.`,
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
