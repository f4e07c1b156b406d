import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import type { Incident } from '../../../contract/incident.ts';
import { paths } from '../../data/paths';
import { everyPage } from '../../data/everyPage';
import type { Answer, QueryContext } from './queryContext';

/** Incidents last minutes to days: those that began within this time before the range may still reach into it. */
const beforeMs = 7 * 86_400_000;

/** As annotations (time, timeEnd, title, text, tags), and as a table; `openUntil` is where those that are open end. */
export function incidentFrame(refId: string, items: Incident[], openUntil: number | null = null): DataFrame {
  const strings = (name: string, value: (one: Incident) => string, config: object = {}) => ({ name, type: FieldType.string, values: items.map(value), config });
  return toDataFrame({
    refId,
    meta: { preferredVisualisationType: 'table' },
    fields: [
      { name: 'time', type: FieldType.time, values: items.map(({ startedAt }) => Date.parse(startedAt)) },
      { name: 'timeEnd', type: FieldType.time, values: items.map(({ resolvedAt }) => (resolvedAt === null ? openUntil : Date.parse(resolvedAt))) },
      strings('title', ({ title }) => title),
      strings('text', ({ summary }) => summary, { links: [{ title: 'Open the incident', url: paths.alerts('incidents/${__data.fields.id}') }] }),
      { name: 'tags', type: FieldType.other, values: items.map(({ severity, state, serverName }) => [severity, state, ...(serverName === null ? [] : [serverName])]) },
      strings('severity', ({ severity }) => severity),
      strings('state', ({ state }) => state),
      strings('server', ({ serverName }) => serverName ?? ''),
      strings('taken by', ({ acknowledgedBy }) => acknowledgedBy ?? ''),
      { name: 'value', type: FieldType.number, values: items.map(({ value }) => value) },
      { name: 'limit', type: FieldType.number, values: items.map(({ limit }) => limit) },
      strings('id', ({ id }) => id, { custom: { hidden: true } }),
    ],
  });
}

/** Those of the servers that the query means; where nothing narrows them, those of no server too. */
export function ofServers({ servers, all }: Pick<QueryContext, 'servers' | 'all'>, items: Incident[]): Incident[] {
  const chosen = new Set(servers.map(({ id }) => id));
  return items.filter(({ serverId }) => all || (serverId !== null && chosen.has(serverId)));
}

/** What is open now, or what was open at any time of the range. */
export const answerIncidents: Answer = async (context) => {
  const { client, query, range } = context;
  // Grafana makes columns of what its first annotation has: one without an end takes those of all others, and its drawing fails.
  const openUntil = query.annotation === true ? range.to.valueOf() : null;
  const open = await everyPage((cursor) => client.listIncidents({ query: { state: ['firing', 'acknowledged'], limit: 1000, cursor } }));
  if (query.open === true) {
    return [incidentFrame(query.refId, ofServers(context, open), openUntil)];
  }
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const { items } = await client.alertHistory({ query: { from: new Date(from - beforeMs).toISOString(), to: new Date(to).toISOString(), limit: 1000 } });
  const known = new Map([...items, ...open].map((one) => [one.id, one]));
  const within = [...known.values()].filter(({ startedAt, resolvedAt }) => Date.parse(startedAt) < to && (resolvedAt === null || Date.parse(resolvedAt) >= from));
  return [incidentFrame(query.refId, ofServers(context, within).sort((a, b) => a.startedAt.localeCompare(b.startedAt)), openUntil)];
};
