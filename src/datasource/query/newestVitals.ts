import { FieldType, toDataFrame } from '@grafana/data';
import type { CompactVitals } from '../../../contract/vitals.ts';
import type { Answer } from './queryContext';

const percent = { unit: 'percent', min: 0, max: 100 };

/** The newest vitals: a row for each server. */
export const answerNewestVitals: Answer = async ({ client, servers, query }) => {
  const vitals = new Map((await client.getFleetVitals({})).servers.map((one) => [one.id, one]));
  const rows = servers.flatMap((server) => vitals.get(server.id) ?? []);
  const number = (name: string, value: (row: CompactVitals) => number | null | undefined, config: object = {}) => ({ name, type: FieldType.number, values: rows.map((row) => value(row) ?? null), config });
  return [
    toDataFrame({
      refId: query.refId,
      fields: [
        { name: 'server', type: FieldType.string, values: rows.map(({ id }) => servers.find((server) => server.id === id)?.name ?? id) },
        number('cpu', ({ cpuPercent }) => cpuPercent, percent),
        number('memory', ({ memoryPercent }) => memoryPercent, percent),
        number('fullest mount', ({ fullestMount }) => fullestMount?.usedPercent, percent),
        number('load', ({ load1 }) => load1),
        number('uptime', ({ uptimeSeconds }) => uptimeSeconds, { unit: 's' }),
      ],
    }),
  ];
};
