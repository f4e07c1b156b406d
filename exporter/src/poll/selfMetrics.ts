import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { StatusState } from '../../../contract/status.ts';
import type { PollBus } from './events.ts';
import type { Polling } from './polling.ts';

/** What the exporter tells of itself. Everything with a label per server is in `statusFamilies`, where it costs less. */
export interface SelfMetrics {
  registry: Registry;
  /** A planned poll began so late, in milliseconds. */
  late(ms: number): void;
  /** Reads the polling room's queues at each scrape from now on. */
  observe(polling: Polling): void;
}

export function createSelfMetrics(bus: PollBus, version: string): SelfMetrics {
  const registry = new Registry();
  const registers = [registry];
  const prefix = 'shellwatch_';
  collectDefaultMetrics({ register: registry, prefix, eventLoopMonitoringPrecision: 20 });
  // Gauges with a counter's suffix, which promtool finds fault with; the same by type are there without it.
  for (const what of ['handles', 'requests', 'resources']) {
    registry.removeSingleMetric(`${prefix}nodejs_active_${what}_total`);
  }

  new Gauge({
    registers,
    name: `${prefix}build_info`,
    help: 'The version of the exporter and of its Node.',
    labelNames: ['version', 'node'],
  }).set({ version, node: process.version }, 1);
  const polls = new Counter({
    registers,
    name: `${prefix}polls_total`,
    help: 'Polls by how they ended.',
    labelNames: ['result'],
  });
  const failures = new Counter({
    registers,
    name: `${prefix}poll_failures_total`,
    help: 'Polls that failed, by reason.',
    labelNames: ['reason'],
  });
  const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  const duration = new Histogram({
    registers,
    name: `${prefix}poll_duration_seconds`,
    help: 'How long polls took that worked.',
    buckets: seconds,
  });
  const lateness = new Histogram({
    registers,
    name: `${prefix}poll_lateness_seconds`,
    help: 'How much later than planned polls began.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.015, ...seconds.slice(2)],
  });
  const logins = new Counter({
    registers,
    name: `${prefix}logins_total`,
    help: 'Logins by how they ended.',
    labelNames: ['result'],
  });
  const loginDuration = new Histogram({
    registers,
    name: `${prefix}login_duration_seconds`,
    help: 'How long logins took that worked.',
    buckets: seconds,
  });
  const reconnects = new Counter({
    registers,
    name: `${prefix}reconnects_total`,
    help: 'Sessions that took the place of a lost one.',
  });
  const seen = new Set<string>();

  const worked = polls.labels('worked');
  worked.inc(0);
  polls.inc({ result: 'failed' }, 0);
  logins.inc({ result: 'worked' }, 0);
  logins.inc({ result: 'failed' }, 0);

  bus.on('polled', ({ durationMs }) => {
    worked.inc();
    duration.observe(durationMs / 1_000);
  });
  bus.on('missed', ({ reason }) => {
    polls.inc({ result: 'failed' });
    failures.inc({ reason });
  });
  bus.on('login', ({ serverId, reason, durationMs }) => {
    logins.inc({ result: reason === null ? 'worked' : 'failed' });
    if (reason === null) {
      loginDuration.observe(durationMs / 1_000);
      reconnects.inc(seen.has(serverId) ? 1 : 0);
      seen.add(serverId);
    }
  });

  return {
    registry,
    late: (ms) => lateness.observe(Math.max(0, ms) / 1_000),
    observe({ statuses, sessions, scheduler, gate }) {
      const read = (name: string, help: string, value: () => number) =>
        new Gauge({
          registers,
          name: prefix + name,
          help,
          collect() {
            this.set(value());
          },
        });
      read('sessions', 'Sessions that live.', () => sessions.list().length);
      read('polls_under_way', 'Polls under way.', () => scheduler.underWay());
      read('logins_under_way', 'Logins that hold one of the places.', () => gate.underWay());
      read('logins_waiting', 'Logins that wait for a place.', () => gate.waiting());
      new Gauge({
        registers,
        name: `${prefix}servers`,
        help: 'Servers by state.',
        labelNames: ['state'],
        collect() {
          StatusState.options.forEach((state) => this.set({ state }, 0));
          statuses.list().forEach(({ state }) => this.inc({ state }));
        },
      });
    },
  };
}
