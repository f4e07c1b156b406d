import { from, type Observable } from 'rxjs';
import { FieldType, toDataFrame, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { RuntimeDataSource, sceneUtils } from '@grafana/scenes';
import type { DataQuery } from '@grafana/schema';
import type { Client } from '../../contract/client.ts';
import type { IncidentSubject } from '../../contract/incidentSubject.ts';
import { historyGraphs, historyLines } from '../queries/historyGraphs';

export const historySourceRef = { type: 'shellwatch-history', uid: 'shellwatch-history' };

interface HistoryGraphQuery extends DataQuery {
  server: string;
  /** One of the overview's graphs. */
  graph?: string;
  /** What an incident is about. */
  subject?: IncidentSubject;
}

interface Span {
  from: string;
  to: string;
  step: string;
}

/** Gives scenes the exporter's own history, so that graphs need no Prometheus and no data source to be set up. */
class HistorySource extends RuntimeDataSource {
  client: Client | undefined;

  query(request: DataQueryRequest): Observable<DataQueryResponse> {
    return from(this.read(request).then((data) => ({ data })));
  }

  private async read({ targets, range, intervalMs }: DataQueryRequest): Promise<DataFrame[]> {
    const span = { from: range.from.toISOString(), to: range.to.toISOString() };
    const step = `${Math.max(1, Math.round(intervalMs / 1000))}s`;
    const { client } = this;
    if (client === undefined) {
      return [];
    }
    const frames = (targets as HistoryGraphQuery[]).map((target) => (target.subject === undefined ? readGraph(client, target, { ...span, step }) : readSubject(client, target.subject, target, { ...span, step })));
    return (await Promise.all(frames)).flat();
  }
}

async function readGraph(client: Client, { server, graph, refId }: HistoryGraphQuery, span: Span): Promise<DataFrame[]> {
  const reads = historyGraphs.find(({ id }) => id === graph)?.reads ?? [];
  const replies = await Promise.all(reads.map(async (read) => ({ read, history: await client.getHistory({ params: { id: server }, query: { family: read.family, ...span } }) })));
  return replies.flatMap(({ read, history }) => historyLines(read, history).map(({ name, values }) => lineFrame(refId, name, history.times, values)));
}

async function readSubject(client: Client, { family, labels, scale, rate }: IncidentSubject, { server, refId }: HistoryGraphQuery, span: Span): Promise<DataFrame[]> {
  const { times, series } = await client.getHistory({ params: { id: server }, query: { family, ...(rate ? { rate: 'true' as const } : {}), ...(labels.length === 0 ? {} : { label: labels }), ...span } });
  return series.map(({ labels: names, mean }) => lineFrame(refId, Object.values(names).join(' ') || 'measured', times, mean.map((value) => (value === null ? null : value * scale))));
}

const lineFrame = (refId: string, name: string, times: number[], values: Array<number | null>): DataFrame =>
  toDataFrame({
    refId,
    fields: [
      { name: 'time', type: FieldType.time, values: times },
      { name, type: FieldType.number, values, config: { displayName: name } },
    ],
  });

const source = new HistorySource(historySourceRef.type, historySourceRef.uid);
let registered = false;

/** Makes the history known to scenes, read by this client. */
export function provideHistory(client: Client): void {
  source.client = client;
  if (!registered) {
    registered = true;
    sceneUtils.registerRuntimeDataSource({ dataSource: source });
  }
}
