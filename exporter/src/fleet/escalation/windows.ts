import { Cron } from 'croner';
import { DateTime } from 'luxon';
import type { MaintenanceInput } from '../../../../contract/maintenance.ts';
import { parseDuration } from '../../duration.ts';
import { Failure } from '../../errors.ts';

/** One occurrence of a window, ms. */
export interface Occurrence {
  from: number;
  to: number;
}

const maxLengthMs = 31 * 86_400_000;
const wrong = (field: string, message: string) => new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });

function nextRun({ cron, timeZone }: { cron: string; timeZone: string }): Date | null {
  try {
    return new Cron(cron, { timezone: timeZone, paused: true }).nextRun();
  } catch (error) {
    throw wrong('when.cron', (error as Error).message.replace(/^CronPattern: /, ''));
  }
}

/** Throws Failure `unprocessable` for a window that can not be kept. */
export function checkWindow({ when }: MaintenanceInput): void {
  if (when.type === 'once') {
    if (Date.parse(when.from) >= Date.parse(when.to)) {
      throw wrong('when.to', 'is not after from');
    }
    return;
  }
  const length = parseDuration(when.lasts);
  if (length === undefined || length < 60_000 || length > maxLengthMs) {
    throw wrong('when.lasts', 'a duration from 1m to 31d');
  }
  if (!DateTime.local({ zone: when.timeZone }).isValid) {
    throw wrong('when.timeZone', 'no time zone of this name is known');
  }
  if (nextRun(when) === null) {
    throw wrong('when.cron', 'this moment never comes');
  }
}

/** The occurrence that is on at an instant, else the next one; undefined when there is none any more. */
export function occurrence({ when, enabled }: MaintenanceInput, now: number): Occurrence | undefined {
  if (!enabled) {
    return undefined;
  }
  if (when.type === 'once') {
    const [from, to] = [Date.parse(when.from), Date.parse(when.to)];
    return now < to ? { from, to } : undefined;
  }
  const length = parseDuration(when.lasts) ?? 0;
  // The first that began less than its length ago is still on.
  const begin = new Cron(when.cron, { timezone: when.timeZone, paused: true }).nextRun(new Date(now - length))?.getTime();
  return begin === undefined ? undefined : { from: begin, to: begin + length };
}

export const isOn = (found: Occurrence | undefined, now: number): found is Occurrence => found !== undefined && found.from <= now && now < found.to;

/** Every occurrence that touches a span, in order, at most so many. */
export function occurrencesBetween({ when, enabled }: MaintenanceInput, { from, to }: Occurrence, most: number): Occurrence[] {
  if (!enabled) {
    return [];
  }
  if (when.type === 'once') {
    const one = { from: Date.parse(when.from), to: Date.parse(when.to) };
    return one.from < to && one.to > from ? [one] : [];
  }
  const length = parseDuration(when.lasts) ?? 0;
  const rule = new Cron(when.cron, { timezone: when.timeZone, paused: true });
  const found: Occurrence[] = [];
  for (let begin = rule.nextRun(new Date(from - length)); begin !== null && begin.getTime() < to && found.length < most; begin = rule.nextRun(begin)) {
    found.push({ from: begin.getTime(), to: begin.getTime() + length });
  }
  return found;
}
