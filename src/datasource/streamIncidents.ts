import { Observable } from 'rxjs';
import { LoadingState, type DataQueryResponse } from '@grafana/data';
import type { Incident } from '../../contract/incident.ts';
import type { FeedClient } from '../data/feed/feedClient';
import { applyIncident, needsFirst } from '../data/openIncidents';
import { incidentFrame, ofServers } from './query/incidents';
import type { QueryContext } from './query/queryContext';

/** What is open, as it changes. */
export function streamIncidents(feed: FeedClient, context: QueryContext): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    let open: ReadonlyMap<string, Incident> = new Map();
    return feed.subscribe('incidents', {}, (message) => {
      open = applyIncident(open, message);
      subscriber.next({ key: context.query.refId, state: LoadingState.Streaming, data: [incidentFrame(context.query.refId, ofServers(context, [...open.values()].sort(needsFirst)))] });
    });
  });
}
