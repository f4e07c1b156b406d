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
/** Each with a feed and clients of its own: where the kernel puts their processes differs from one to the next. */
const runs = 5;
/** The last function on the way is compiled by the optimizing compiler with the 13th event (node --trace-opt). */
const first = 20;
const child = path.resolve(import.meta.dirname, '../kit/feedProcess.ts');

async function withServer<T>(
  use: (url: string, ask: (message: 'publish' | 'memory') => void, answer: () => Promise<unknown>) => Promise<T>
): Promise<T> {
  const server = fork(child, {
    env: { ...process.env, ...npmStart.settings },
    execArgv: [...npmStart.flags, '--expose-gc', '--disable-warning=ExperimentalWarning'],
  });
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

interface Run {
  p50: number;
  p99: number;
  longest: number;
}
const runOf = (all: readonly number[]): Run => ({ p50: median(all), p99: percentile(all, 0.99), longest: percentile(all, 1) });

/** Of several runs the one in the middle, by its p99. */
const middle = (all: readonly Run[]): Run => [...all].sort((a, b) => a.p99 - b.p99)[all.length >> 1] as Run;
const inWords = ({ p50, p99 }: Run): string => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
const each = (all: readonly Run[]): string => all.map(({ p99 }) => p99.toFixed(1)).join(', ');

/** The server in one process, its subscribers in another: what is measured ends when a subscriber's process has the bytes. */
export const feedFanOut: Row = {
  id: 'feed-fan-out',
  what: `An event of the feed to ${clients} subscribers`,
  bar: 'p99 ≤ 20 ms',
  minutes: 3,
  async run() {
    const asleep: Run[] = [];
    const awake: Run[] = [];
    for (let run = 0; run < runs; run += 1) {
      asleep.push(runOf(await times(false)));
      awake.push(runOf(await times(true)));
    }
    return {
      measured: inWords(middle(asleep)),
      holds: middle(asleep).p99 <= 20,
      details: [
        `The middle one of ${runs} runs of ${events} events, each to ${clients} WebSockets over loopback; p99 of each run: ${each(asleep)} ms; the slowest single one ${Math.max(...asleep.map(({ longest }) => longest)).toFixed(1)} ms.`,
        `With a clients’ process that does not sleep between messages, and so is not woken on the feed’s core: ${inWords(middle(awake))}; p99 of each run: ${each(awake)} ms.`,
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
