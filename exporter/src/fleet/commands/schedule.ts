import { Cron } from 'croner';
import type { Schedule } from '../../../../contract/command.ts';
import { parseDuration } from '../../duration.ts';
import { Failure } from '../../errors.ts';
import { createHash } from 'node:crypto';

/** When a command is due on one server. */
export interface Timetable {
  /** The first due instant later than `after`, ms; undefined when it never is. */
  next(after: number, serverId: string): number | undefined;
  /** The distance between two due instants around now, ms: values live for two of them. */
  period(now: number): number | undefined;
}

const never: Timetable = { next: () => undefined, period: () => undefined };

/** Servers of a cron command are spread over this long after the instant it names, so a fleet does not run it at once. */
const cronSpreadMs = 10_000;
const leastEveryMs = 5000;

/** Always the same share from 0 to 1 for one command on one server. */
const share = (key: string): number => createHash('md5').update(key).digest().readUInt32BE(0) / 2 ** 32;

/** Throws Failure `unprocessable` for a schedule that can not be kept. */
export function createTimetable(commandId: string, schedule: Schedule): Timetable {
  if (schedule.type === 'none') {
    return never;
  }
  if (schedule.type === 'interval') {
    const every = parseDuration(schedule.every);
    if (every === undefined || every < leastEveryMs) {
      throw wrong('schedule.every', 'a duration of at least 5s, such as 1m30s');
    }
    return {
      next: (after, serverId) => {
        const phase = share(commandId + serverId) * every;
        return Math.floor((after - phase) / every + 1) * every + phase;
      },
      period: () => every,
    };
  }
  let cron: Cron;
  try {
    cron = new Cron(schedule.cron, { timezone: schedule.timeZone, paused: true });
    cron.nextRun(new Date());
  } catch (error) {
    throw wrong('schedule.cron', (error as Error).message);
  }
  const due = (after: number): number | undefined => cron.nextRun(new Date(after))?.getTime();
  return {
    next: (after, serverId) => {
      const delay = share(commandId + serverId) * cronSpreadMs;
      const at = due(after - delay);
      return at === undefined ? undefined : at + delay;
    },
    period: (now) => {
      const first = due(now);
      const second = first === undefined ? undefined : due(first);
      return first === undefined || second === undefined ? undefined : second - first;
    },
  };
}

function wrong(field: string, message: string): Failure {
  return new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });
}
