import { useCallback, useRef, useState } from 'react';
import type { LogLine, LogLines } from '../../contract/logs.ts';
import type { LogLevel } from '../../contract/logSource.ts';
import { useFeed, useFeedState } from './feed/useFeed';
import { useLogSearch } from './useLogSearch';

/** What is shown at most; older lines are in the search. */
const keptLines = 5_000;

export interface TailFilter {
  sources: string[];
  server: string | undefined;
  filter: string;
  levels: LogLevel[];
}

export interface LogTail {
  lines: LogLine[];
  problems: LogLines['problems'];
  state: ReturnType<typeof useFeedState>;
  paused: boolean;
  /** Lines that came while it was paused. */
  waiting: number;
  setPaused: (paused: boolean) => void;
}

/** The end of log sources as it grows: over the feed. */
export function useLogTail({ sources, server, filter, levels }: TailFilter): LogTail {
  const state = useFeedState();
  const [shown, setShown] = useState<{ lines: LogLine[]; problems: LogLines['problems'] }>({ lines: [], problems: [] });
  const [paused, setPaused] = useState(false);
  const held = useRef<LogLine[]>([]);
  const [waiting, setWaiting] = useState(0);
  const wanted = sources.length === 0 ? undefined : { source: sources.slice(0, 20), lines: 200, ...(server === undefined ? {} : { server }), ...(filter === '' ? {} : { filter }), ...(levels.length === 0 ? {} : { level: levels }) };
  useFeed('log', wanted, ({ type, data }) => {
    if (type === 'snapshot') {
      held.current = [];
      setShown({ lines: data.lines, problems: data.problems });
    } else if (paused) {
      held.current = [...held.current, ...data.lines].slice(-keptLines);
      setWaiting(held.current.length);
    } else {
      setShown((present) => ({ lines: [...present.lines, ...data.lines].slice(-keptLines), problems: data.problems.length > 0 ? data.problems : present.problems }));
    }
  });
  const change = useCallback((next: boolean) => {
    setPaused(next);
    if (!next) {
      const come = held.current;
      held.current = [];
      setWaiting(0);
      setShown((present) => ({ ...present, lines: [...present.lines, ...come].slice(-keptLines) }));
    }
  }, []);
  // Without the feed the last lines still show, as a search without an end.
  const offline = (state === 'reconnecting' || state === 'refused') && shown.lines.length === 0;
  const polled = useLogSearch(!offline || sources.length === 0 ? undefined : { source: sources, limit: 200, ...(server === undefined ? {} : { server }), ...(filter === '' ? {} : { filter }), ...(levels.length === 0 ? {} : { level: levels }) });
  return { lines: offline ? (polled.data?.lines ?? []) : shown.lines, problems: offline ? (polled.data?.problems ?? []) : shown.problems, state, paused, waiting, setPaused: change };
}
