import { DataFrameType, FieldType, toDataFrame, type DataFrame, type QueryResultMetaNotice } from '@grafana/data';
import type { LogLine, LogLines } from '../../../contract/logs.ts';
import { lineTimes } from '../../data/lineTimes';
import { everyPage } from '../../data/everyPage';
import type { Answer, QueryContext } from './queryContext';

/** As many as Explore shows at once. */
const mostLines = 1_000;

export const emptyToUndefined = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text);

/** Ids that stay the same in every reply: the same text twice in one instant is told apart by its turn. */
function lineIds(lines: LogLine[]): string[] {
  const turns = new Map<string, number>();
  return lines.map(({ sourceId, serverId, time, text }) => {
    const what = `${sourceId} ${serverId} ${time ?? ''} ${text}`;
    const turn = turns.get(what) ?? 0;
    turns.set(what, turn + 1);
    return `${what} ${turn}`;
  });
}

const notices = (problems: LogLines['problems']): QueryResultMetaNotice[] => problems.map(({ serverName, message }) => ({ severity: 'warning', text: `${serverName}: ${message}` }));

/** Lines as Grafana knows logs; `latest` is the time of what tells none and follows nothing that does. */
export function logFrame(refId: string, { lines, problems }: Pick<LogLines, 'lines' | 'problems'>, sourceNames: Map<string, string>, latest: number): DataFrame {
  return toDataFrame({
    refId,
    meta: { type: DataFrameType.LogLines, preferredVisualisationType: 'logs', limit: mostLines, notices: notices(problems) },
    fields: [
      { name: 'timestamp', type: FieldType.time, values: lineTimes(lines, latest) },
      { name: 'body', type: FieldType.string, values: lines.map(({ text }) => text) },
      { name: 'severity', type: FieldType.string, values: lines.map(({ level }) => level) },
      { name: 'id', type: FieldType.string, values: lineIds(lines) },
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

const nothing: LogLines = { lines: [], problems: [], bytesRead: 0, complete: true };

/** The newest `limit` lines of the range; a range without a beginning goes back as far as it takes. */
export async function searchLines(context: QueryContext, limit: number, span: { from?: number; to: number }): Promise<{ found: LogLines; sources: Map<string, string> }> {
  const { client, servers, query, all } = context;
  const sources = await sourcesOf(context);
  if (sources.size === 0 || servers.length === 0) {
    return { found: nothing, sources };
  }
  const filter = emptyToUndefined(query.filter);
  const found = await client.searchLogs({
    query: {
      source: [...sources.keys()],
      ...(span.from === undefined ? {} : { from: new Date(span.from).toISOString() }),
      to: new Date(span.to).toISOString(),
      limit,
      ...(all ? {} : { server: servers.map(({ id }) => id) }),
      ...(filter === undefined ? {} : { filter }),
    },
  });
  return { found, sources };
}

export const answerLogs: Answer = async (context) => {
  const span = { from: context.range.from.valueOf(), to: context.range.to.valueOf() };
  const { found, sources } = await searchLines(context, mostLines, span);
  return [logFrame(context.query.refId, found, sources, span.to)];
};
