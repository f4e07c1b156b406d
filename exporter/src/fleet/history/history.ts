import type { History as HistoryReply, HistoryQuery, HistoryState } from '../../../../contract/metrics.ts';
import { instant, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Labels } from '../../metrics/family.ts';
import { createHistoryRepository } from '../../store/history.ts';
import type { Store } from '../../store/open.ts';
import type { SeriesPoints } from './buckets.ts';
import { gridOf } from './grid.ts';
import { createKeeper } from './keeper.ts';
import { labelFilter, parseMatchers } from './labelFilter.ts';
import { createPrometheus, type PrometheusSettings } from './prometheus.ts';
import { createHistoryReader } from './reader.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { HistorySettings } from './settings.ts';
import { createShapeBook } from './shapeBook.ts';
import { createChunkWriter } from './writer.ts';

export interface HistoryOptions {
  store: Store;
  clock: Clock;
  log: Log;
  settings: HistorySettings;
  /** Long ranges are read there. */
  prometheus?: PrometheusSettings | undefined;
  fetch?: typeof globalThis.fetch;
}

/** The server a range is asked of. */
export interface HistorySubject {
  id: string;
  name: string;
  tags: Labels;
  intervalMs: number;
}

/** The past of every server. */
export interface History extends Pick<Recorder, 'record' | 'forget' | 'flush' | 'stop' | 'failures'> {
  /** Polls that are not in the store yet. */
  waiting(): number;
  /** Loads what is needed to write on, and begins to write. */
  start(): Promise<void>;
  range(server: HistorySubject, query: HistoryQuery, signal: AbortSignal): Promise<HistoryReply>;
  /** A family of one series, minute by minute from a time until now. */
  minutes(serverId: string, family: string, from: number): Promise<Array<{ at: number; value: number | null }>>;
  state(): Promise<HistoryState>;
  /** Removes what is too old or too much now, instead of within the hour. */
  keep(): Promise<number>;
}

/** Numbers in one reply: 60,000 points with three values are 1.5 MB of JSON, about. */
const maxNumbers = 60_000;
const minute = 60_000;

export function createHistory({ store, clock, log, settings, prometheus, fetch = globalThis.fetch }: HistoryOptions): History {
  const repository = createHistoryRepository(store.db);
  const book = createShapeBook(repository, clock);
  const writer = createChunkWriter(store, repository, book, settings);
  const keeper = createKeeper(repository, book, clock, settings);
  const recorder = createRecorder(writer, keeper, clock, settings, log);
  const read = createHistoryReader(repository, book, recorder.tail);
  const readPrometheus = prometheus === undefined ? undefined : createPrometheus(prometheus, fetch);

  const range: History['range'] = async (server, query, signal) => {
    const now = clock.now();
    const grid = gridOf(query, now, server.intervalMs);
    const matchers = parseMatchers(query.label === undefined ? [] : [query.label].flat());
    const matches = labelFilter(matchers);
    const maxSeries = Math.max(10, Math.floor(maxNumbers / grid.count));
    const far = readPrometheus !== undefined && prometheus !== undefined && grid.start < now - prometheus.afterMs;
    const request = { family: query.family, grid, rate: query.rate };
    const found = far
      ? { type: undefined, series: await readPrometheus({ ...request, instance: server.name, tags: server.tags, matchers, intervalMs: server.intervalMs }, signal), truncated: false }
      : await read({ ...request, serverId: server.id, matches, maxSeries });
    return {
      family: query.family,
      type: found.type ?? (query.family.endsWith('_total') ? 'counter' : 'gauge'),
      rate: query.rate,
      from: instant(grid.start),
      to: instant(grid.start + grid.step * grid.count),
      stepSeconds: grid.step / 1000,
      times: Array.from({ length: grid.count }, (_, i) => grid.start + i * grid.step),
      series: found.series.slice(0, maxSeries).sort(byLabels),
      source: far ? 'prometheus' : 'store',
      truncated: found.truncated || found.series.length > maxSeries,
    };
  };

  return {
    record: recorder.record,
    forget: recorder.forget,
    flush: recorder.flush,
    stop: recorder.stop,
    failures: recorder.failures,
    waiting: recorder.tail.count,
    keep: keeper.run,
    range,
    async start() {
      await book.load();
      await writer.load();
      recorder.start();
    },
    async minutes(serverId, family, from) {
      const start = Math.floor(from / minute) * minute;
      const grid = { start, step: minute, count: Math.max(1, Math.ceil((clock.now() - start) / minute)), hold: 0 };
      const { series } = await read({ serverId, family, grid, rate: false, matches: () => true, maxSeries: 1 });
      return (series[0]?.mean ?? []).map((value, i) => ({ at: start + i * minute, value }));
    },
    async state() {
      const { oldest, bytes, chunks, samples } = await keeper.totals();
      return {
        oldest: oldest === null ? null : instant(oldest),
        bytes,
        maxBytes: settings.maxBytes,
        retentionSeconds: settings.retentionMs / 1000,
        chunks,
        samples,
        prometheus: prometheus !== undefined,
      };
    },
  };
}

const byLabels = (a: SeriesPoints, b: SeriesPoints): number => (JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1);
