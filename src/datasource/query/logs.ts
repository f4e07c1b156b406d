import { DataFrameType, FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import type { LogLine } from '../../../contract/logs.ts';
import { everyPage } from '../../data/everyPage';
import type { Answer, QueryContext } from './queryContext';

export const emptyToUndefined = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text);

/** Lines as Grafana knows logs. */
export function logFrame(refId: string, lines: LogLine[], sourceNames: Map<string, string>): DataFrame {
  const now = Date.now();
  return toDataFrame({
    refId,
    meta: { type: DataFrameType.LogLines, preferredVisualisationType: 'logs' },
    fields: [
      { name: 'timestamp', type: FieldType.time, values: lines.map(({ time }) => (time === null ? now : Date.parse(time))) },
      { name: 'body', type: FieldType.string, values: lines.map(({ text }) => text) },
      { name: 'severity', type: FieldType.string, values: lines.map(({ level }) => level) },
      { name: 'id', type: FieldType.string, values: lines.map((line, at) => `${line.sourceId} ${line.serverId} ${line.time ?? ''} ${at}`) },
      { name: 'labels', type: FieldType.other, values: lines.map((line) => ({ server: line.serverName, source: sourceNames.get(line.sourceId) ?? line.sourceId, ...(line.file === null ? {} : { file: line.file }), ...line.fields })) },
    ],
  });
}

/** The log sources that a query names. */
export async function sourcesOf({ client, query }: Pick<QueryContext, 'client' | 'query'>): Promise<Map<string, string>> {
  const names = (query.sources ?? '').replace(/[{}]/g, '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const sources = await everyPage((cursor) => client.listLogSources({ query: { cursor, limit: 1000 } }));
  return new Map(sources.filter(({ id, name }) => names.length === 0 || names.includes(name) || names.includes(id)).map(({ id, name }) => [id, name]));
}

export async function searchLines(context: QueryContext, limit: number): Promise<{ lines: LogLine[]; sources: Map<string, string> }> {
  const { client, servers, query, range } = context;
  const sources = await sourcesOf(context);
  if (sources.size === 0) {
    return { lines: [], sources };
  }
  const filter = emptyToUndefined(query.filter);
  const found = await client.searchLogs({
    query: {
      source: [...sources.keys()],
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      limit,
      ...(emptyToUndefined(query.servers) === undefined ? {} : { server: servers.map(({ id }) => id) }),
      ...(filter === undefined ? {} : { filter }),
    },
  });
  return { lines: found.lines, sources };
}

export const answerLogs: Answer = async (context) => {
  const { lines, sources } = await searchLines(context, 1_000);
  return [logFrame(context.query.refId, lines, sources)];
};
