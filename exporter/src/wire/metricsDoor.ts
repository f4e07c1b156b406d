import type { DiscoveryGroup, MetricsDoor } from '../http/routes/prometheus.ts';
import { exposition } from '../metrics/exposition.ts';
import type { Family } from '../metrics/family.ts';
import type { PolledServer } from '../poll/directory.ts';
import { statusFamilies } from '../poll/statusFamilies.ts';
import type { Core } from './core.ts';

/** Prometheus's own way to give a discovered target another interval. */
function groupOf({ name, tags, intervalMs }: PolledServer, usual: number): DiscoveryGroup {
  const interval = intervalMs === usual ? {} : { __scrape_interval__: `${intervalMs}ms` };
  return { targets: [name], labels: { ...tags, ...interval } };
}

const withInstance = (families: readonly Family[], instance: string): Family[] =>
  families.map((family) => ({ ...family, samples: family.samples.map(({ labels, value }) => ({ labels: { instance, ...labels }, value })) }));

/** What Prometheus asks for, made from the polling room's latest. */
export function createMetricsDoor({ config, polling, selfMetrics }: Core): MetricsDoor {
  const { latest, roster, scheduler, statuses } = polling;
  const own = async () => exposition(statusFamilies(polling)) + (await selfMetrics.registry.metrics());
  return {
    async probe(target, _format, signal) {
      return exposition((await scheduler.probe(target, signal)).families);
    },
    async all() {
      return exposition(latest.list().flatMap(({ name, families }) => withInstance(families, name))) + (await own());
    },
    own,
    discovery: () =>
      roster
        .list()
        .filter((server) => server.enabled && statuses.get(server.id)?.reason !== 'stopped')
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((server) => groupOf(server, config.pollInterval)),
  };
}
