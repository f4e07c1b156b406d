import { FieldType, toDataFrame } from '@grafana/data';
import type { Answer } from './queryContext';

/** Incidents of the time range: as annotations, or as a table. */
export const answerIncidents: Answer = async ({ client, servers, query, range }) => {
  const chosen = new Set(servers.map(({ id }) => id));
  const all = (query.servers ?? '').trim() === '';
  const reply = await client.listIncidents({ query: { from: range.from.toISOString(), to: range.to.toISOString(), limit: 1000 } });
  const items = reply.items.filter(({ serverId }) => all || (serverId !== null && chosen.has(serverId)));
  return [
    toDataFrame({
      refId: query.refId,
      fields: [
        { name: 'time', type: FieldType.time, values: items.map(({ startedAt }) => Date.parse(startedAt)) },
        { name: 'timeEnd', type: FieldType.time, values: items.map(({ resolvedAt }) => (resolvedAt === null ? null : Date.parse(resolvedAt))) },
        { name: 'title', type: FieldType.string, values: items.map(({ title }) => title) },
        { name: 'text', type: FieldType.string, values: items.map(({ summary }) => summary) },
        { name: 'tags', type: FieldType.other, values: items.map(({ severity, state, serverName }) => [severity, state, ...(serverName === null ? [] : [serverName])]) },
        { name: 'id', type: FieldType.string, values: items.map(({ id }) => id) },
      ],
    }),
  ];
};
