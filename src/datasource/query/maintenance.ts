import { FieldType, toDataFrame } from '@grafana/data';
import type { Answer } from './queryContext';

/** As far as the exporter answers at once. */
const mostMs = 100 * 86_400_000;

/** When maintenance windows are open: as annotations, or as a table. */
export const answerMaintenance: Answer = async ({ client, query, range }) => {
  const to = range.to.valueOf();
  const from = Math.max(range.from.valueOf(), to - mostMs);
  const { items } = await client.maintenanceCalendar({ query: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } });
  return [
    toDataFrame({
      refId: query.refId,
      meta: { preferredVisualisationType: 'table' },
      fields: [
        { name: 'time', type: FieldType.time, values: items.map((one) => Date.parse(one.from)) },
        { name: 'timeEnd', type: FieldType.time, values: items.map((one) => Date.parse(one.to)) },
        { name: 'title', type: FieldType.string, values: items.map(() => 'Maintenance') },
        { name: 'text', type: FieldType.string, values: items.map(({ name }) => name) },
        { name: 'tags', type: FieldType.other, values: items.map(() => ['maintenance']) },
      ],
    }),
  ];
};
