import type { ExtractedMetric } from '../../../../contract/extraction.ts';
import type { Family } from '../../metrics/family.ts';
import { droppedFamilyName, familiesOf } from './families.ts';

interface Entry {
  commandId: string;
  at: number;
  metrics: ExtractedMetric[];
}

/** When values of a run that ended at `at` are too old: after two missed runs, told by who knows the schedule; on-demand values stay a day. */
export type ValuesEnd = (commandId: string, at: number) => number | undefined;

/** The newest values that commands measured, per server, as families for /probe and /metrics. */
export interface CommandValues {
  /** Values older than those that are there are left out. */
  put(commandId: string, command: string, server: { id: string; name: string }, metrics: ExtractedMetric[], at: number): void;
  /** The families of one server, without values that are too old. */
  families(serverId: string, now: number): Family[];
  /** What one command measured on each server. */
  ofCommand(commandId: string): Array<{ serverId: string; at: number; metrics: ExtractedMetric[] }>;
  forget(what: { commandId?: string; serverId?: string }): void;
}

const droppedFamily = (samples: Family['samples']): Family => ({
  name: droppedFamilyName,
  help: 'Samples of the last run that were left out: over the cap, twice, or no number.',
  type: 'gauge',
  samples,
});

export function createCommandValues(valuesEnd: ValuesEnd): CommandValues {
  const byServer = new Map<string, Map<string, Entry & { command: string }>>();
  return {
    put(commandId, command, server, metrics, at) {
      const entries = byServer.get(server.id) ?? new Map<string, Entry & { command: string }>();
      if (at >= (entries.get(commandId)?.at ?? 0)) {
        entries.set(commandId, { commandId, command, at, metrics });
      }
      byServer.set(server.id, entries);
    },
    families(serverId, now) {
      const metrics: ExtractedMetric[] = [];
      const dropped: Family['samples'] = [];
      for (const entry of byServer.get(serverId)?.values() ?? []) {
        if (now > (valuesEnd(entry.commandId, entry.at) ?? -Infinity)) {
          continue;
        }
        metrics.push(...entry.metrics);
        for (const { name, dropped: left } of entry.metrics.filter((metric) => metric.dropped > 0)) {
          dropped.push({ labels: { command: entry.command, metric: name }, value: left });
        }
      }
      return dropped.length > 0 ? [...familiesOf(metrics), droppedFamily(dropped)] : familiesOf(metrics);
    },
    ofCommand: (commandId) =>
      [...byServer].flatMap(([serverId, entries]) => {
        const entry = entries.get(commandId);
        return entry === undefined ? [] : [{ serverId, at: entry.at, metrics: entry.metrics }];
      }),
    forget({ commandId, serverId }) {
      if (serverId !== undefined) {
        byServer.delete(serverId);
      }
      if (commandId !== undefined) {
        byServer.forEach((entries) => entries.delete(commandId));
      }
    },
  };
}
