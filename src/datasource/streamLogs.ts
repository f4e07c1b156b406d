import { Observable } from 'rxjs';
import { LoadingState, type DataQueryResponse } from '@grafana/data';
import type { LogLine, LogLines } from '../../contract/logs.ts';
import { mergeNews, newIn } from '../data/mergeNews';
import type { FeedClient } from '../data/feed/feedClient';
import { tailFilters } from '../data/feed/tailFilters';
import { emptyToUndefined, logFrame, sourcesOf } from './query/logs';
import type { QueryContext } from './query/queryContext';

const takeInMs = 250;
const keptLines = 1_000;

/** The end of logs as they grow, merged by time. */
export function streamLogs(feed: FeedClient, context: QueryContext): Observable<DataQueryResponse> {
  return new Observable((subscriber) => {
    const { query, servers, all } = context;
    let stops: Array<() => void> = [];
    let timer: ReturnType<typeof setInterval> | undefined;
    let ended = false;
    let lines: LogLine[] = [];
    let problems: LogLines['problems'] = [];
    let changed = true;
    const chosen = new Set(servers.map(({ id }) => id));

    const follow = (sources: Map<string, string>) => {
      const filters = tailFilters({ sources: [...sources.keys()], servers: all ? [] : [...chosen], lines: 100, filter: emptyToUndefined(query.filter) });
      stops = filters.map((filter) =>
        feed.subscribe(
          'log',
          filter,
          ({ type, data }) => {
            const come = data.lines.filter(({ serverId }) => chosen.has(serverId));
            lines = mergeNews(lines, type === 'snapshot' ? newIn(come, lines) : come, keptLines);
            problems = data.problems.length > 0 ? data.problems : problems;
            changed = true;
          },
          (failure) => subscriber.error(new Error(failure.message))
        )
      );
      timer = setInterval(() => {
        if (changed) {
          changed = false;
          subscriber.next({ key: query.refId, state: LoadingState.Streaming, data: [logFrame(query.refId, { lines, problems }, sources, Date.now())] });
        }
      }, takeInMs);
    };

    sourcesOf(context).then(
      (sources) => !ended && follow(sources),
      (error: unknown) => subscriber.error(error)
    );
    return () => {
      ended = true;
      clearInterval(timer);
      stops.forEach((stop) => stop());
    };
  });
}
