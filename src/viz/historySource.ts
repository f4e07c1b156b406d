import { from, type Observable } from 'rxjs';
import { FieldType, toDataFrame, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { RuntimeDataSource, sceneUtils } from '@grafana/scenes';
import type { DataQuery } from '@grafana/schema';
import type { Client } from '../../contract/client.ts';
import { historyGraphs, historyLines } from '../queries/historyGraphs';

export const historySourceRef = { type: 'shellwatch-history', uid: 'shellwatch-history' };

export interface HistoryGraphQuery extends DataQuery {
  server: string;
  graph: string;
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
    const frames = targets.map((target) => readGraph(this.client, target as HistoryGraphQuery, { ...span, step }));
    return (await Promise.all(frames)).flat();
  }
}

async function readGraph(client: Client | undefined, { server, graph, refId }: HistoryGraphQuery, range: { from: string; to: string; step: string }): Promise<DataFrame[]> {
  const reads = historyGraphs.find(({ id }) => id === graph)?.reads ?? [];
  const replies = await Promise.all(
    reads.map(async (read) => ({ read, history: await client?.getHistory({ params: { id: server }, query: { family: read.family, ...range } }) }))
  );
  return replies.flatMap(({ read, history }) =>
    history === undefined
      ? []
      : historyLines(read, history).map(({ name, values }) =>
          toDataFrame({
            refId,
            fields: [
              { name: 'time', type: FieldType.time, values: history.times },
              { name, type: FieldType.number, values, config: { displayName: name } },
            ],
          })
        )
  );
}

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
