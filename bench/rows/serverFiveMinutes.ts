import { haveNodeExporter, startNodeExporter } from '../kit/nodeExporter.ts';
import { treeCpu } from '../kit/cpu.ts';
import { interleaved } from '../kit/median.ts';
import { startPolled } from '../kit/polled.ts';
import type { Row } from '../row.ts';

const runs = 5;
/** An hour at 15 s, so that the hourly tier is in it once. */
const polls = 240;
const names = ['perl', 'gawk', 'mawk', 'busybox awk'] as const;

/**
 * CPU on the server of all tiers with their commands and channels. Time is compressed: the polls of an hour, each tier as
 * often as then, one after the other without the waiting.
 */
export const serverFiveMinutes: Row = {
  id: 'server-five-minutes',
  what: 'server CPU, everything a 15 s interval costs over 5 minutes (all tiers, commands included) ÷ node_exporter scraped every 15 s',
  bar: '≤ 0.5',
  minutes: 3,
  async run() {
    if (!haveNodeExporter) {
      return { measured: 'skipped: no node_exporter on this machine', holds: false, details: [] };
    }
    const exporter = await startNodeExporter();
    const ladder = [];
    for (const name of names) {
      ladder.push({ name, polled: await startPolled(name) });
    }
    const fiveMinutes = (pid: number, call: () => Promise<unknown>) => async () => {
      const before = treeCpu(pid);
      for (let count = 0; count < polls; count += 1) {
        await call();
      }
      return (treeCpu(pid) - before) / 12;
    };
    const things: Record<string, () => Promise<number>> = { node_exporter: fiveMinutes(exporter.pid, exporter.scrape) };
    for (const { name, polled } of ladder) {
      things[name] = fiveMinutes(polled.sshd.pid, polled.beat);
    }
    const { medians } = await interleaved(runs, things);
    await Promise.all([exporter.stop(), ...ladder.map(({ polled }) => polled.stop())]);
    const scrapes = medians['node_exporter'] ?? NaN;
    const ratio = (name: string): number => (medians[name] ?? NaN) / scrapes;
    return {
      measured: names.map((name) => `${name} ${ratio(name).toFixed(2)}`).join(', '),
      holds: names.every((name) => ratio(name) <= 0.5),
      details: [
        `In 5 minutes: node_exporter ${scrapes.toFixed(0)} ms; ${names.map((name) => `${name} ${(medians[name] ?? NaN).toFixed(0)} ms`).join(', ')}.`,
        `Time is compressed: the ${polls} polls of an hour without the waits between them, each tier as often as in that hour, divided by 12. Medians of ${runs} interleaved runs.`,
      ],
    };
  },
};
