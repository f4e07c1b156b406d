import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogLine, LogLines } from '../../contract/logs.ts';
import type { LogLevel } from '../../contract/logSource.ts';
import { mergeNews, newIn } from './mergeNews';
import { useAppServices } from './appContext';
import type { FeedFailure } from './feed/feedClient';
import { tailFilters } from './feed/tailFilters';
import { useFeedState } from './feed/useFeed';
import { useLogSearch } from './useLogSearch';

/** What is shown at most; older lines are in the search. */
const keptLines = 5_000;
const firstLines = 200;
/** Drawn at most this often, however fast lines come. */
const takeInMs = 100;

export interface TailFilter {
  sources: string[];
  /** None: every server. */
  servers: string[];
  filter: string;
  levels: LogLevel[];
}

interface Shown {
  lines: LogLine[];
  problems: LogLines['problems'];
  /** Why the exporter does not follow these: a pattern that is none, a source that is gone. */
  failure: FeedFailure | undefined;
}

export interface LogTail extends Shown {
  state: ReturnType<typeof useFeedState>;
  paused: boolean;
  /** Lines that came while it was paused. */
  waiting: number;
  setPaused: (paused: boolean) => void;
}

interface Told {
  key: string;
  shown: Shown;
  waiting: number;
  /** Without the feed the last lines still show, as a search without an end; they stay until the feed has told its own. */
  searched: boolean;
}

const isAway = (state: ReturnType<typeof useFeedState>) => state === 'reconnecting' || state === 'refused';
const nothing: Shown = { lines: [], problems: [], failure: undefined };

/** The end of log sources as it grows, merged by time: over the feed. */
export function useLogTail({ sources, servers, filter, levels }: TailFilter): LogTail {
  const { feed } = useAppServices();
  const state = useFeedState();
  const key = JSON.stringify({ filters: tailFilters({ sources, servers, lines: firstLines, filter, levels }), servers });
  const [told, setTold] = useState<Told>({ key, shown: nothing, waiting: 0, searched: false });
  const [paused, setPaused] = useState(false);
  const still = useRef(false);
  const show = useRef<() => void>(() => undefined);

  useEffect(() => {
    const asked = JSON.parse(key) as { filters: object[]; servers: string[] };
    let all: Shown = nothing;
    let waiting = 0;
    let searched = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      setTold((present) => ({ key, shown: still.current && present.key === key ? present.shown : all, waiting, searched }));
    };
    const later = () => (timer ??= setTimeout(draw, takeInMs));
    show.current = () => {
      waiting = 0;
      draw();
    };
    const search = () => {
      if (!searched && isAway(feed.state())) {
        searched = true;
        later();
      }
    };
    search();
    const unheard = feed.onState(search);
    const stops = asked.filters.map((one) =>
      feed.subscribe(
        'log',
        one,
        ({ type, data }) => {
          const wanted = asked.servers.length === 0 ? data.lines : data.lines.filter(({ serverId }) => asked.servers.includes(serverId));
          const come = type === 'snapshot' ? newIn(wanted, all.lines) : wanted;
          waiting = still.current ? waiting + come.length : 0;
          all = { lines: mergeNews(all.lines, come, keptLines), problems: type === 'snapshot' || data.problems.length > 0 ? data.problems : all.problems, failure: undefined };
          later();
        },
        (failure) => {
          all = { ...all, failure };
          later();
        }
      )
    );
    return () => {
      clearTimeout(timer);
      unheard();
      stops.forEach((stop) => stop());
    };
  }, [feed, key]);

  const change = useCallback((next: boolean) => {
    still.current = next;
    setPaused(next);
    show.current();
  }, []);
  const shown = told.key === key ? told.shown : nothing;
  const offline = sources.length > 0 && (isAway(state) ? shown.lines.length === 0 : shown === nothing && told.key === key && told.searched);
  const polled = useLogSearch(offline ? { source: sources, limit: firstLines, ...(servers.length === 0 ? {} : { server: servers }), ...(filter === '' ? {} : { filter }), ...(levels.length === 0 ? {} : { level: levels }) } : undefined);
  const parts = useMemo<Shown>(() => (offline ? { lines: polled.data?.lines ?? [], problems: polled.data?.problems ?? [], failure: undefined } : shown), [offline, polled.data, shown]);
  return { ...parts, state, paused, waiting: told.waiting, setPaused: change };
}
