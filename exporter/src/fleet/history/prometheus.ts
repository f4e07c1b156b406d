import { Failure } from '../../errors.ts';
import type { Labels } from '../../metrics/family.ts';
import type { Grid, SeriesPoints } from './buckets.ts';
import type { LabelMatcher } from './labelFilter.ts';
import { vitalsQueries, type Select } from './vitalsQueries.ts';

/** Prometheus, or what speaks its query API: Mimir, Thanos, VictoriaMetrics. */
export interface PrometheusSettings {
  url: string;
  /** Sent with each request: Authorization, X-Scope-OrgID. */
  headers: Readonly<Record<string, string>>;
  /** Ranges that begin longer ago are read there, ms. */
  afterMs: number;
}

export interface PrometheusRequest {
  /** The value of the label `instance`. */
  instance: string;
  /** Labels that service discovery added; they are no part of the series here. */
  tags: Labels;
  family: string;
  grid: Grid;
  rate: boolean;
  matchers: readonly LabelMatcher[];
  intervalMs: number;
}

type Matrix = Array<{ metric: Record<string, string>; values: Array<[number, string]> }>;
type Aggregate = 'avg' | 'min' | 'max';

const quoted = (text: string): string => JSON.stringify(text);
const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))}s`;

/** One PromQL expression whose value at the end of each step is the aggregate over that step. */
export function promql({ instance, family, grid, rate, matchers, intervalMs }: PrometheusRequest, aggregate: Aggregate): string {
  const given = matchers.map(({ name, operator, value }) => `${name}${operator}${quoted(value)}`);
  const select: Select = (name, ...more) => `${name}{${[`instance=${quoted(instance)}`, ...more, ...given].join(',')}}`;
  // rate() needs two samples even when one was missed: four intervals, as Grafana's $__rate_interval.
  const window = Math.max(4 * intervalMs, 60_000);
  const step = seconds(grid.step);
  const expression = vitalsQueries[family]?.(select, seconds(window)) ?? (rate ? `rate(${select(family)}[${seconds(window)}])` : undefined);
  if (expression === undefined) {
    return `${aggregate}_over_time(${select(family)}[${step}])`;
  }
  // At most 60 looks into a step: exact for short steps, close for those of hours.
  return `${aggregate}_over_time((${expression})[${step}:${seconds(Math.max(intervalMs, grid.step / 60))}])`;
}

export function createPrometheus(settings: PrometheusSettings, fetch: typeof globalThis.fetch) {
  const ask = async (query: string, { start, step, count }: Grid, signal: AbortSignal): Promise<Matrix> => {
    const body = new URLSearchParams({ query, start: String((start + step) / 1000), end: String((start + step * count) / 1000), step: String(step / 1000) });
    let text: string;
    let status: number;
    try {
      const response = await fetch(`${settings.url}/api/v1/query_range`, { method: 'POST', body, headers: { ...settings.headers }, signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) });
      ({ status } = response);
      text = await response.text();
    } catch (error) {
      throw new Failure('history_unavailable', { cause: error });
    }
    const reply = parse(text);
    if (status !== 200 || reply?.status !== 'success') {
      throw new Failure('history_unavailable', { message: `Prometheus answered ${status}: ${reply?.error ?? text.slice(0, 200)}` });
    }
    return reply.data?.result ?? [];
  };

  return async (request: PrometheusRequest, signal: AbortSignal): Promise<SeriesPoints[]> => {
    const { grid, tags } = request;
    const [mean, min, max] = await Promise.all((['avg', 'min', 'max'] as const).map((aggregate) => ask(promql(request, aggregate), grid, signal)));
    const series = new Map<string, SeriesPoints>();
    const fill = (matrix: Matrix | undefined, field: 'mean' | 'min' | 'max'): void => {
      for (const { metric, values } of matrix ?? []) {
        const labels = ownLabels(metric, tags);
        const key = JSON.stringify(Object.entries(labels).sort());
        const points = series.get(key) ?? { labels, mean: empty(grid), min: empty(grid), max: empty(grid) };
        series.set(key, points);
        for (const [at, value] of values) {
          const i = Math.round((at * 1000 - grid.start) / grid.step) - 1;
          const number = Number(value);
          if (i >= 0 && i < grid.count && Number.isFinite(number)) {
            points[field][i] = number;
          }
        }
      }
    };
    fill(mean, 'mean');
    fill(min, 'min');
    fill(max, 'max');
    return [...series.values()];
  };
}

const empty = ({ count }: Grid): Array<number | null> => new Array<number | null>(count).fill(null);

function ownLabels(metric: Record<string, string>, tags: Labels): Labels {
  return Object.fromEntries(Object.entries(metric).filter(([name, value]) => !['__name__', 'instance', 'job'].includes(name) && tags[name] !== value));
}

function parse(text: string): { status?: string; error?: string; data?: { result?: Matrix } } | undefined {
  try {
    return JSON.parse(text) as { status?: string };
  } catch {
    return undefined;
  }
}
