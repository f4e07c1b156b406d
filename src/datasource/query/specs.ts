import { FieldType, toDataFrame } from '@grafana/data';
import { everyPage } from '../../data/everyPage';
import type { Answer } from './queryContext';

/** The hardware of the fleet: a row for each server. */
export const answerSpecs: Answer = async ({ client, servers, query }) => {
  const chosen = new Set(servers.map(({ id }) => id));
  const rows = (await everyPage((cursor) => client.listSpecs({ query: { cursor, limit: 1000 } }))).filter(({ id }) => chosen.has(id));
  const text = (name: string, value: (row: (typeof rows)[number]) => string | null) => ({ name, type: FieldType.string, values: rows.map((row) => value(row) ?? '') });
  const number = (name: string, value: (row: (typeof rows)[number]) => number | null, unit?: string) => ({ name, type: FieldType.number, values: rows.map(value), config: unit === undefined ? {} : { unit } });
  return [
    toDataFrame({
      refId: query.refId,
      fields: [
        text('server', ({ name }) => name),
        text('system', ({ os }) => os),
        text('kernel', ({ kernel }) => kernel),
        text('architecture', ({ architecture }) => architecture),
        text('cpu', ({ cpu }) => cpu),
        number('threads', ({ threads }) => threads),
        number('memory', ({ memoryBytes }) => memoryBytes, 'bytes'),
        number('disks', ({ diskBytes }) => diskBytes, 'bytes'),
        text('product', ({ product }) => product),
        { name: 'booted', type: FieldType.time, values: rows.map(({ bootTime }) => (bootTime === null ? null : Date.parse(bootTime))) },
        { name: 'changed', type: FieldType.time, values: rows.map(({ changedAt }) => Date.parse(changedAt)) },
      ],
    }),
  ];
};
