import type { DataFrame } from '@grafana/data';
import { logFrame, searchLines } from './logs';
import type { QueryContext } from './queryContext';

const hourMs = 3_600_000;
const mostLines = 10_000;

/** The lines before or after a moment, of the servers and sources of the query. */
export async function logContext(context: QueryContext, at: number, direction: 'before' | 'after', limit: number, now: number): Promise<DataFrame[]> {
  if (direction === 'before') {
    const { found, sources } = await searchLines(context, limit, { to: at });
    return [logFrame(context.query.refId, found, sources, at)];
  }
  // A search gives the newest of its span; what follows is the oldest, so the span has to be small enough to be read as a whole.
  const { found, sources } = await searchLines(context, mostLines, { from: at, to: Math.min(now, at + hourMs) });
  return [logFrame(context.query.refId, { ...found, lines: found.lines.slice(0, limit) }, sources, at)];
}
