import { Observable } from 'rxjs';
import { LoadingState, type DataQueryResponse } from '@grafana/data';
import type { LogLine } from '../../contract/logs.ts';
import { applyStatus, applyVitals, type StatusById, type VitalsById } from '../data/feed/applyNews';
import type { FeedClient } from '../data/feed/feedClient';
import { emptyToUndefined, logFrame, sourcesOf } from './query/logs';
import type { QueryContext } from './query/queryContext';
import { statusFrame } from './query/status';

const takeInMs = 500;
const keptLines = 1_000;

/** The fleet's state as it changes. */
export function streamStatus(feed: FeedClient, { servers, query }: QueryContext): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    let status: StatusById = new Map();
    let vitals: VitalsById = new Map();
    let changed = false;
    const stops = [
      feed.subscribe('status', {}, (message) => {
        status = applyStatus(status, message);
        changed = true;
      }),
      feed.subscribe('vitals', {}, (message) => {
        vitals = applyVitals(vitals, message);
        changed = true;
      }),
    ];
    const timer = setInterval(() => {
      if (changed) {
        changed = false;
        subscriber.next({ key: query.refId, state: LoadingState.Streaming, data: [statusFrame(query.refId, servers, new Map(status), new Map(vitals))] });
      }
    }, takeInMs);
    return () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
    };
  });
}

/** The end of logs as they grow. */
export function streamLogs(feed: FeedClient, context: QueryContext): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    let stop = () => {};
    let ended = false;
    sourcesOf(context).then(
      (sources) => {
        if (ended || sources.size === 0) {
          return;
        }
        let lines: LogLine[] = [];
        const filter = emptyToUndefined(context.query.filter);
        stop = feed.subscribe('log', { source: [...sources.keys()].slice(0, 20), lines: 100, ...(filter === undefined ? {} : { filter }) }, ({ type, data }) => {
          lines = [...(type === 'snapshot' ? [] : lines), ...data.lines].slice(-keptLines);
          subscriber.next({ key: context.query.refId, state: LoadingState.Streaming, data: [logFrame(context.query.refId, lines, sources)] });
        });
      },
      (error: unknown) => subscriber.error(error)
    );
    return () => {
      ended = true;
      stop();
    };
  });
}
