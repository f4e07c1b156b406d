import { manySessions } from '../kit/manySessions.ts';
import { percentile } from '../kit/median.ts';
import type { Row } from '../row.ts';

const requests = 600;
const everyMs = 50;

/** How long a person's page waits while the exporter polls. */
export const serverList: Row = {
  id: 'server-list',
  what: 'p99 of `GET /servers` while that polling runs',
  bar: '≤ 10 ms',
  minutes: 1,
  group: 'sessions',
  async run() {
    const { get } = await manySessions();
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
    const p99 = percentile(times, 0.99);
    return {
      measured: `${p99.toFixed(1)} ms`,
      holds: p99 <= 10,
      details: [
        `${requests} requests, one every ${everyMs} ms, each a page of 100 servers; p50 ${percentile(times, 0.5).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms.`,
      ],
    };
  },
};
