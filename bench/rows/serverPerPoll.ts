import { haveNodeExporter, startNodeExporter } from '../kit/nodeExporter.ts';
import { treeCpu } from '../kit/cpu.ts';
import { interleaved } from '../kit/median.ts';
import { startPolled } from '../kit/polled.ts';
import { rungNames } from '../kit/rungs.ts';
import type { Row } from '../row.ts';

const runs = 7;
const polls = 150;
const bars = { perl: 0.1, gawk: 0.15, mawk: 0.15, 'busybox awk': 0.15 } as const;

/** CPU of sshd's processes and the reader for a poll of the fast tier, against node_exporter's for a scrape. */
export const serverPerPoll: Row = {
  id: 'server-per-poll',
  what: 'server CPU per fast-tier poll ÷ a full node_exporter scrape',
  bar: 'awk ≤ 0.15, perl ≤ 0.10',
  minutes: 2,
  async run() {
    if (!haveNodeExporter) {
      return { measured: 'skipped: no node_exporter on this machine', holds: false, details: [] };
    }
    const exporter = await startNodeExporter();
    const ladder = [];
    for (const name of rungNames) {
      ladder.push({ name, polled: await startPolled(name) });
    }
    const perCall = (pid: number, call: () => Promise<unknown>) => async () => {
      const before = treeCpu(pid);
      for (let count = 0; count < polls; count += 1) {
        await call();
      }
      return (treeCpu(pid) - before) / polls;
    };
    const things: Record<string, () => Promise<number>> = { node_exporter: perCall(exporter.pid, exporter.scrape) };
    for (const { name, polled } of ladder) {
      things[name] = perCall(polled.sshd.pid, polled.poll);
    }
    const { medians } = await interleaved(runs, things);
    await Promise.all([exporter.stop(), ...ladder.map(({ polled }) => polled.stop())]);
    const scrape = medians['node_exporter'] ?? NaN;
    const ratio = (name: string): number => (medians[name] ?? NaN) / scrape;
    return {
      measured: rungNames.map((name) => `${name} ${ratio(name).toFixed(3)}`).join(', '),
      holds: Object.entries(bars).every(([name, bar]) => ratio(name) <= bar),
      details: [
        `node_exporter ${scrape.toFixed(2)} ms a scrape; ${rungNames.map((name) => `${name} ${(medians[name] ?? NaN).toFixed(2)} ms`).join(', ')} a poll. Medians of ${runs} interleaved runs of ${polls}.`,
      ],
    };
  },
};
