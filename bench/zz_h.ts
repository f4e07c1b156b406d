import { statSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../exporter/src/clock.ts';
import { createHistory } from '../exporter/src/fleet/history/history.ts';
import { createLog } from '../exporter/src/log.ts';
import type { Row } from './row.ts';
import { interval, makeHistoryVolume } from './kit/zz_v.ts';

const servers = 1000;
const families = [
  'node_load1',
  'node_cpu_seconds_total',
  'node_network_n3_total',
  'node_memory_m5_bytes',
  'node_other_o40',
];
const queries = 400;

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] as number;

/** From the use case to the text of its reply, which is all that the door adds. */
export const historyRange: Row = {
  id: 'history-range',
  what: `24 h of one family of one server, ${servers} servers × 300 series stored`,
  bar: 'p50 ≤ 5 ms',
  minutes: 4,
  async run() {
    const volume = await makeHistoryVolume(servers, 24, Date.now());
    (await import("node:child_process")).execSync(`chrt -f -a -p 5 ${process.pid}`); const settings = { retentionMs: 1e12, maxBytes: 1e15, flushMs: 60_000, exclude: undefined };
    const history = createHistory({ store: volume.store, clock: systemClock, log: createLog('error'), settings });
    await history.start();
    const signal = new AbortController().signal;
    const times: number[] = [];
    const byFamily = new Map<string, number[]>();
    for (let i = 0; i < queries; i += 1) {
      const family = families[i % families.length] as string;
      // A server that was not asked before: nothing of it is in our memory.
      const id = volume.serverIds[(i * 37) % servers] as string;
      const begin = performance.now();
      const query = {
        family,
        from: new Date(volume.from).toISOString(),
        to: new Date(volume.to).toISOString(),
        rate: family.endsWith('_total'),
      };
      const reply = await history.range({ id, name: 'x', tags: {}, intervalMs: interval }, query, signal);
      JSON.stringify(reply);
      const ms = performance.now() - begin;
      times.push(ms);
      byFamily.set(family, [...(byFamily.get(family) ?? []), ms]);
      if ((reply.series[0]?.mean.length ?? 0) < 288) {
        throw new Error(`${family}: ${reply.series.length} series, ${reply.series[0]?.mean.length} points`);
      }
    }
    await history.stop();
    const megabytes = Math.round(statSync(path.join(volume.folder, 'shellwatch.db')).size / 2 ** 20);
    await volume.remove();
    times.sort((a, b) => a - b);
    const median = (list: number[]): string =>
      at(
        [...list].sort((a, b) => a - b),
        0.5
      ).toFixed(1);
    return {
      measured: `p50 ${at(times, 0.5).toFixed(1)} ms, p99 ${at(times, 0.99).toFixed(1)} ms`,
      holds: at(times, 0.5) <= 5,
      details: [
        `${queries} queries over random servers of a database of ${megabytes} MiB, ${volume.bytesPerSample.toFixed(2)} bytes a sample;`,
        `p50 by family: ${[...byFamily].map(([family, list]) => `${family} ${median(list)} ms`).join(', ')}.`,
      ],
    };
  },
};
console.log(await historyRange.run());
