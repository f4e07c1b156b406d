import { Observable } from 'rxjs';
import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { applyStatus, applyVitals, type StatusById, type VitalsById } from '../data/feed/applyNews';
import type { FeedClient } from '../data/feed/feedClient';
import type { QueryContext } from './query/queryContext';
import { statusFrame } from './query/status';

const takeInMs = 500;

/** The fleet's state as it changes. */
export function streamStatus(feed: FeedClient, { servers, query }: Pick<QueryContext, 'servers' | 'query'>): Observable<DataQueryResponse> {
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
      // Vitals may come first: without the states a row would show the one it had when the query began.
      if (changed && status.size > 0) {
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
