import type { LogLevel } from '../../../contract/logSource.ts';

/** What one subscription takes at most; `source` of the topic `log` in contract/feedTopics.ts. */
const sourcesEach = 20;

export interface TailWish {
  sources: string[];
  /** None: every server. Several are sorted out by who hears, as a subscription can name one only. */
  servers: string[];
  lines: number;
  filter?: string | undefined;
  levels?: LogLevel[];
}

/** Subscriptions to the topic `log` that together follow these sources. */
export function tailFilters({ sources, servers, lines, filter, levels = [] }: TailWish): object[] {
  const more = {
    lines,
    ...(servers.length === 1 ? { server: servers[0] } : {}),
    ...(filter === undefined || filter === '' ? {} : { filter }),
    ...(levels.length === 0 ? {} : { level: levels }),
  };
  const count = Math.ceil(sources.length / sourcesEach);
  return Array.from({ length: count }, (_, at) => ({ source: sources.slice(at * sourcesEach, (at + 1) * sourcesEach), ...more }));
}
