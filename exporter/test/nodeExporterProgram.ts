import { existsSync } from 'node:fs';
import { collectorOptions } from '../src/collectors/settings.ts';

/** The real node_exporter of this machine. */
export const nodeExporterProgram = ['/usr/bin/prometheus-node-exporter', '/usr/bin/node_exporter'].find((file) =>
  existsSync(file)
);

const debianChanges = [
  'filesystem.mount-points-exclude',
  'filesystem.fs-types-exclude',
  'diskstats.device-exclude',
  'netstat.fields',
] as const;

/** Debian changes some defaults; these are upstream's, and the collectors that dashboard 1860 wants besides. */
export const nodeExporterFlags: readonly string[] = [
  ...debianChanges.map((name) => `--collector.${name}=${collectorOptions[name].default}`),
  '--collector.netdev.device-exclude=^$',
  ...['processes', 'interrupts', 'tcpstat'].map((name) => `--collector.${name}`),
];
