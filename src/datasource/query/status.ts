import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import type { Server } from '../../../contract/server.ts';
import type { ServerStatus } from '../../../contract/status.ts';
import type { CompactVitals } from '../../../contract/vitals.ts';
import { paths } from '../../data/paths';
import type { Answer } from './queryContext';

const percent = { unit: 'percent', min: 0, max: 100 };

/** The fleet as a table: a row for each server, with its state and its first numbers. */
export function statusFrame(refId: string, servers: Server[], statuses: Map<string, ServerStatus>, vitals: Map<string, CompactVitals>): DataFrame {
  const rows = servers.map((server) => ({ server, status: statuses.get(server.id) ?? server.status, now: vitals.get(server.id) }));
  const numbers = (value: (now: CompactVitals) => number | null | undefined) => rows.map(({ now }) => (now === undefined ? null : (value(now) ?? null)));
  return toDataFrame({
    refId,
    meta: { preferredVisualisationType: 'table' },
    fields: [
      {
        name: 'server',
        type: FieldType.string,
        values: rows.map(({ server }) => server.name),
        config: { links: [{ title: 'Open the server', url: `${paths.server('SERVER').replace('SERVER', '${__data.fields.id}')}` }] },
      },
      { name: 'state', type: FieldType.string, values: rows.map(({ status }) => status.state) },
      { name: 'reason', type: FieldType.string, values: rows.map(({ status }) => status.message ?? '') },
      { name: 'cpu', type: FieldType.number, values: numbers(({ cpuPercent }) => cpuPercent), config: percent },
      { name: 'memory', type: FieldType.number, values: numbers(({ memoryPercent }) => memoryPercent), config: percent },
      { name: 'fullest mount', type: FieldType.number, values: numbers(({ fullestMount }) => fullestMount?.usedPercent), config: percent },
      { name: 'load', type: FieldType.number, values: numbers(({ load1 }) => load1) },
      { name: 'uptime', type: FieldType.number, values: numbers(({ uptimeSeconds }) => uptimeSeconds), config: { unit: 's' } },
      { name: 'last seen', type: FieldType.time, values: rows.map(({ status }) => (status.lastSeen === null ? null : Date.parse(status.lastSeen))) },
      { name: 'id', type: FieldType.string, values: rows.map(({ server }) => server.id), config: { custom: { hidden: true } } },
    ],
  });
}

export const answerStatus: Answer = async ({ client, servers, query }) => {
  const [status, vitals] = await Promise.all([client.getRealtimeStatus({}), client.getFleetVitals({})]);
  return [statusFrame(query.refId, servers, new Map(status.servers.map((one) => [one.id, one])), new Map(vitals.servers.map((one) => [one.id, one])))];
};
