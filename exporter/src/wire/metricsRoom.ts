import { Counter, Gauge } from 'prom-client';
import { createHistory, type History, type HistoryOptions } from '../fleet/history/history.ts';
import { vitalsSource } from '../fleet/feed/vitalsSource.ts';
import { createServerMetrics } from '../fleet/metrics/serverMetrics.ts';
import { seedSparklines } from '../fleet/vitals/seedSparklines.ts';
import { metricsRoutes, vitalsRoutes } from '../http/routes/metrics.ts';
import type { Core } from './core.ts';
import type { WireRoom } from './room.ts';

function prometheusOf({ config }: Core): HistoryOptions['prometheus'] {
  if (config.prometheusUrl === undefined) {
    return undefined;
  }
  const authorization = config.prometheusToken === undefined ? {} : { Authorization: `Bearer ${config.prometheusToken.reveal()}` };
  const tenant = config.prometheusTenant === undefined ? {} : { 'X-Scope-OrgID': config.prometheusTenant };
  return { url: config.prometheusUrl, headers: { ...authorization, ...tenant }, afterMs: config.prometheusAfter };
}

/** Current values of every server, and their past. */
export const metricsRoom: WireRoom = (core) => {
  const { config, clock, log, store, fleetBus, polling, directory, board, topics } = core;
  const settings = { retentionMs: config.historyRetention, maxBytes: config.historyMaxSize, flushMs: config.historyFlush, exclude: config.historyExclude && new RegExp(`^(?:${config.historyExclude.source})$`, 'u') };
  const history = createHistory({ store, clock, log, settings, prometheus: prometheusOf(core) });
  const metrics = createServerMetrics(board, (id) => directory.one(id));
  core.peers.history = history;
  const stopping = new AbortController();
  board.events.on('reading', ({ frame, derived }) => history.record(frame.serverId, { at: frame.at, frames: [frame, derived] }));
  fleetBus.on('serverDeleted', ({ id }) => {
    board.remove(id);
    history.forget(id);
  });
  topics.push(vitalsSource(board, polling.roster, clock));
  observe(core, history);
  return {
    handlers: { ...vitalsRoutes(board), ...metricsRoutes(metrics, history) },
    async start() {
      await history.start();
      seedSparklines(board, history, polling.roster.list(), clock.now(), stopping.signal).catch((error: unknown) => log.error({ err: error }, 'sparklines could not be read from history'));
    },
    async stop() {
      stopping.abort();
      await history.stop();
    },
  };
};

function observe({ selfMetrics }: Core, history: History): void {
  const registers = [selfMetrics.registry];
  new Gauge({
    registers,
    name: 'shellwatch_history_waiting_polls',
    help: 'Polls that are not written yet.',
    collect() {
      this.set(history.waiting());
    },
  });
  new Counter({
    registers,
    name: 'shellwatch_history_write_failures_total',
    help: 'Writes of history that failed and were tried again.',
    collect() {
      this.reset();
      this.inc(history.failures());
    },
  });
}
