import { manySessions, type ManySessions } from '../kit/manySessions.ts';
import { median, percentile } from '../kit/median.ts';
import type { Row } from '../row.ts';

const runs = 5;
const requests = 600;
const everyMs = 50;

/** How long each request took, ms. */
async function measure({ get }: ManySessions): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < requests; count += 1) {
    const from = performance.now();
    const { status } = await get('/api/v1/servers');
    times.push(performance.now() - from);
    if (status !== 200) {
      throw new Error(`GET /servers answered ${status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return times;
}

const p99 = (times: readonly number[]): number => percentile(times, 0.99);
const told = (times: readonly number[]): string =>
  `p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${p99(times).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms`;

/** How long a person's page waits while the exporter polls. */
export const serverList: Row = {
  id: 'server-list',
  what: 'p99 of `GET /servers` while that polling runs',
  bar: '≤ 10 ms',
  minutes: 4,
  group: 'sessions',
  async run() {
    const many = await manySessions();
    const measured: number[][] = [];
    for (let run = 0; run < runs; run += 1) {
      measured.push(await measure(many));
    }
    const middle = median(measured.map(p99));
    const details = [
      `The middle one of ${runs} runs of ${requests} requests, one every ${everyMs} ms, each a page of 100 servers: ${measured.map(told).join('; ')}.`,
    ];
    if (many.leaveCore()) {
      details.push(`With the servers’ processes on one core less, where they do not take the service’s turn: ${told(await measure(many))}.`);
    }
    return { measured: `${middle.toFixed(1)} ms`, holds: middle <= 10, details };
  },
};
