import { familiesOf } from '../fleet/frames/families.ts';
import type { MetricsFormat } from '../http/metricsFormat.ts';
import type { DiscoveryGroup, MetricsDoor } from '../http/routes/prometheus.ts';
import { exposition, textDialect, type Dialect } from '../metrics/exposition.ts';
import { fleetExposition, renderServer, type ServerFamilies } from '../metrics/fleetExposition.ts';
import { openMetricsDialect } from '../metrics/openmetrics.ts';
import type { PolledServer } from '../poll/directory.ts';
import { statusFamilies } from '../poll/statusFamilies.ts';
import type { Core } from './core.ts';

const dialects: Record<MetricsFormat, Dialect> = { text: textDialect, openmetrics: openMetricsDialect };
/** While somebody asks for all servers at least this often, each is rendered at its poll, which spreads the work. */
const askedLately = 120_000;

/** Prometheus's own way to give a discovered target another interval. */
function groupOf({ name, tags, intervalMs }: PolledServer, usual: number): DiscoveryGroup {
  const interval = intervalMs === usual ? {} : { __scrape_interval__: `${intervalMs}ms` };
  return { targets: [name], labels: { ...tags, ...interval } };
}

/**
 * prom-client's text as OpenMetrics. Its own OpenMetrics mode (15.1) takes `_total` off the counters themselves, so that the next
 * text scrape lacks it. The formats differ in empty lines, in the name a counter's head has, and in quotes of HELP.
 */
const toOpenMetrics = (text: string): string =>
  text
    .replace(/\n{2,}/g, '\n')
    .replace(/^# HELP (\S+) (.*)\n# TYPE \1 (\w+)$/gm, (_, name: string, help: string, type: string) => {
      const counter = type === 'counter' && name.endsWith('_total');
      const base = counter ? name.slice(0, -'_total'.length) : name;
      const known = counter || type === 'gauge' || type === 'histogram' || type === 'summary';
      return `# HELP ${base} ${help.replaceAll('"', '\\"')}\n# TYPE ${base} ${known ? type : 'unknown'}`;
    });

/** What Prometheus asks for, made from the polling room's latest. */
export function createMetricsDoor({ config, clock, polling, pollBus, board, selfMetrics, fleetFamilies }: Core): MetricsDoor {
  const { latest, roster, scheduler, statuses } = polling;
  let asked = -Infinity;
  pollBus.on('polled', ({ serverId, name, families }) => {
    const frame = board.frame(serverId);
    if (frame !== undefined && clock.now() - asked < askedLately) {
      renderServer({ name, families, poll: frame });
    }
  });
  /** What the last polls brought, from the numbers that are kept of them. */
  const servers = (): ServerFamilies[] =>
    latest.list().flatMap(({ serverId, name }) => {
      const frame = board.frame(serverId);
      return frame === undefined ? [] : [{ name, families: () => familiesOf(frame), poll: frame }];
    });
  /** What the exporter knows of each server without its polls, and of itself. */
  function* known(): Generator<ServerFamilies> {
    yield* statusFamilies(polling);
    for (const families of fleetFamilies) {
      yield* families();
    }
  }
  const self = async (format: MetricsFormat): Promise<string> => {
    const text = await selfMetrics.registry.metrics();
    return format === 'text' ? text : toOpenMetrics(text);
  };
  function* both(): Generator<ServerFamilies> {
    yield* servers();
    yield* known();
  }

  return {
    probe: async (target, format, signal) => exposition((await scheduler.probe(target, signal)).families, dialects[format]),
    async all(format) {
      asked = clock.now();
      return fleetExposition(both(), dialects[format], await self(format));
    },
    own: async (format) => fleetExposition(known(), dialects[format], await self(format)),
    discovery: () =>
      roster
        .list()
        .filter((server) => server.enabled && statuses.get(server.id)?.reason !== 'stopped')
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((server) => groupOf(server, config.pollInterval)),
  };
}
