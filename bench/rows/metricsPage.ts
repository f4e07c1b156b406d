import { Gauge, Registry } from 'prom-client';
import type { Family } from '../../exporter/src/metrics/family.ts';
import { fleetExposition } from '../../exporter/src/metrics/fleetExposition.ts';
import { longestBlock } from '../kit/loopBlock.ts';
import { interleaved } from '../kit/median.ts';
import type { Row } from '../row.ts';

const runs = 5;
const servers = 1_000;
/** 300 series in 100 families, as device families have it. */
const families = 100;
const devices = ['sda', 'sdb', 'eth0'];

const poll = (server: number): { name: string; families: Family[] } => ({
  name: `server-${server}`,
  families: Array.from({ length: families }, (_, family) => ({
    name: `node_bench_${family}_bytes_total`,
    help: 'A family of the bench.',
    type: 'counter',
    samples: devices.map((device, index) => ({ labels: { device }, value: server * 1e6 + family * 1e3 + index + 0.5 })),
  })),
});

/** What a scrape of all servers costs everybody else who waits for the exporter. */
export const metricsPage: Row = {
  id: 'metrics-page',
  what: '`/metrics`, 1000 servers × 300 series: event-loop block ÷ prom-client’s',
  bar: '≤ 1/7',
  minutes: 1,
  async run() {
    const registry = new Registry();
    for (let family = 0; family < families; family += 1) {
      const gauge = new Gauge({
        registers: [registry],
        name: `node_bench_${family}_bytes_total`,
        help: 'A family of the bench.',
        labelNames: ['instance', 'device'],
      });
      for (let server = 0; server < servers; server += 1) {
        devices.forEach((device, index) =>
          gauge.set({ instance: `server-${server}`, device }, server * 1e6 + family * 1e3 + index + 0.5)
        );
      }
    }
    const sizes = { ours: 0, theirs: 0 };
    const cpu = { ours: 0, theirs: 0 };
    const { medians } = await interleaved(runs, {
      async theirs() {
        const result = await longestBlock(async () => (sizes.theirs = (await registry.metrics()).length));
        cpu.theirs = result.cpu;
        return result.block;
      },
      async ours() {
        // Fresh families each time: nothing is rendered yet, as if every server had just been polled.
        const polls = Array.from({ length: servers }, (_, server) => poll(server));
        const result = await longestBlock(async () => {
          sizes.ours = 0;
          for await (const piece of fleetExposition(polls)) {
            sizes.ours += piece.length;
          }
        });
        cpu.ours = result.cpu;
        return result.block;
      },
    });
    const ratio = medians.ours / medians.theirs;
    return {
      measured: `${ratio.toFixed(3)} (1/${(1 / ratio).toFixed(0)})`,
      holds: ratio <= 1 / 7,
      details: [
        `The longest turn of the event loop: prom-client ${medians.theirs.toFixed(0)} ms, here ${medians.ours.toFixed(1)} ms of CPU; medians of ${runs} interleaved runs.`,
        `CPU of one scrape, rendering included: prom-client ${cpu.theirs.toFixed(0)} ms, here ${cpu.ours.toFixed(0)} ms, for ${(sizes.theirs / 1e6).toFixed(0)} and ${(sizes.ours / 1e6).toFixed(0)} MB of text.`,
      ],
    };
  },
};
