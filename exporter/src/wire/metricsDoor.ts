import { Registry, type OpenMetricsContentType } from 'prom-client';
import type { MetricsFormat } from '../http/metricsFormat.ts';
import type { DiscoveryGroup, MetricsDoor } from '../http/routes/prometheus.ts';
import { exposition, textDialect, type Dialect } from '../metrics/exposition.ts';
import { fleetExposition, renderServer } from '../metrics/fleetExposition.ts';
import { openMetricsDialect } from '../metrics/openmetrics.ts';
import type { PolledServer } from '../poll/directory.ts';
import { statusFamilies } from '../poll/statusFamilies.ts';
import type { Core } from './core.ts';

const dialects: Record<MetricsFormat, Dialect> = { text: textDialect, openmetrics: openMetricsDialect };
const eof = '# EOF\n';
/** While somebody asks for all servers at least this often, each is rendered at its poll, which spreads the work. */
const askedLately = 120_000;

/** Prometheus's own way to give a discovered target another interval. */
function groupOf({ name, tags, intervalMs }: PolledServer, usual: number): DiscoveryGroup {
  const interval = intervalMs === usual ? {} : { __scrape_interval__: `${intervalMs}ms` };
  return { targets: [name], labels: { ...tags, ...interval } };
}

/** prom-client knows one format a registry, so the same metrics are put into another one; its end belongs to the whole text. */
async function registryText(registry: Registry, format: MetricsFormat): Promise<string> {
  if (format === 'text') {
    return registry.metrics();
  }
  const other = new Registry<OpenMetricsContentType>();
  other.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  registry.getMetricsAsArray().forEach((metric) => other.registerMetric(registry.getSingleMetric(metric.name) as never));
  const text = await other.metrics();
  return text.endsWith(eof) ? text.slice(0, -eof.length) : text;
}

/** What Prometheus asks for, made from the polling room's latest. */
export function createMetricsDoor({ config, clock, polling, pollBus, selfMetrics }: Core): MetricsDoor {
  const { latest, roster, scheduler, statuses } = polling;
  let asked = -Infinity;
  pollBus.on('polled', ({ name, families }) => {
    if (clock.now() - asked < askedLately) {
      renderServer({ name, families });
    }
  });
  const own = async (format: MetricsFormat) => exposition(statusFamilies(polling), { ...dialects[format], end: '' }) + (await registryText(selfMetrics.registry, format));

  return {
    probe: async (target, format, signal) => exposition((await scheduler.probe(target, signal)).families, dialects[format]),
    async all(format) {
      asked = clock.now();
      return fleetExposition(latest.list(), dialects[format], await own(format));
    },
    own: async (format) => (await own(format)) + dialects[format].end,
    discovery: () =>
      roster
        .list()
        .filter((server) => server.enabled && statuses.get(server.id)?.reason !== 'stopped')
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((server) => groupOf(server, config.pollInterval)),
  };
}
