import type { HistoryQuery } from '../../../../contract/metrics.ts';
import { parseDuration } from '../../duration.ts';
import { Failure } from '../../errors.ts';
import type { Grid } from './buckets.ts';

/** As many as Prometheus gives, and more than any screen has columns. */
const maxPoints = 11_000;
const usualPoints = 300;
const hour = 3600_000;
/** Widths that a person would choose; all divide a day. */
const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map((seconds) => seconds * 1000);

const day = 24 * hour;
const year = 366 * day;

const wrong = (field: string, message: string): Failure => new Failure('unprocessable', { message, details: [{ field, message }] });

function stepOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1000 || ms > year) {
    throw wrong('query.step', 'a duration from 1s to 366d, larger units first');
  }
  return ms;
}

/** The points a query asks for. Starts are multiples of the step, so that the same request later shows the same points. */
export function gridOf(query: Pick<HistoryQuery, 'from' | 'to' | 'step'>, now: number, intervalMs: number): Grid {
  // Nothing was read before 1970 or will be after tomorrow, and dates of five digits are none in RFC 3339.
  const to = Math.min(query.to === undefined ? now : Date.parse(query.to), now + day);
  const from = Math.max(query.from === undefined ? to - hour : Date.parse(query.from), 0);
  if (from >= to) {
    throw wrong('query.from', '`from` must be before `to`');
  }
  const fits = Math.max((to - from) / usualPoints, intervalMs);
  // Between two polls there is nothing to show, so a point is never narrower than the interval.
  const step = query.step === undefined ? (steps.find((one) => one >= fits) ?? Math.ceil(fits / day) * day) : Math.max(stepOf(query.step), intervalMs);
  const start = Math.floor(from / step) * step;
  const count = Math.ceil((to - start) / step);
  if (count > maxPoints) {
    throw wrong('query.step', `this range has ${count} such steps; at most ${maxPoints} are given at once`);
  }
  return { start, step, count, hold: 1.25 * intervalMs };
}
