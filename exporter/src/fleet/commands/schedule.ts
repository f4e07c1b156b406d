import { Cron } from 'croner';
import { DateTime } from 'luxon';
import type { Schedule } from '../../../../contract/command.ts';
import { parseDuration } from '../../duration.ts';
import { Failure } from '../../errors.ts';
import { createHash } from 'node:crypto';

/** When a command is due on one server. */
export interface Timetable {
  /** The first due instant later than `after`, ms; undefined when it never is. */
  next(after: number, serverId: string): number | undefined;
  /** The instant that every server's runs of one round have in common: what `due` would be without the server's own delay. */
  round(due: number, serverId: string): number;
  /** When two runs were due and missed after one that ended at `at`, ms; undefined when so many never are. */
  twoMissed(at: number): number | undefined;
}

const never: Timetable = { next: () => undefined, round: (due) => due, twoMissed: () => undefined };

/** Servers of a cron command are spread over this long after the instant it names, so a fleet does not run it at once. */
const cronSpreadMs = 10_000;
const leastEveryMs = 5000;
/** Every poll asks when the values of a run end, and a calendar is slow to answer. */
const mostEnds = 10_000;

/** Of more times a day than this it is taken as every so often. */
const mostTimes = 48;

/** Always the same share from 0 to 1 for one command on one server. */
const share = (key: string): number => createHash('md5').update(key).digest().readUInt32BE(0) / 2 ** 32;

/**
 * An expression that names times of day in lists (`0 2,14 * * *`), as one for each time. croner takes a time of day that falls
 * out when clocks are set ahead as due at once, and one that comes twice when they are set back as due once; of lists it does
 * neither, as of what is due every so often.
 */
function timesOfDay(cron: string): string[] {
  const [minutes = '', hours = '', ...days] = cron.trim().split(/\s+/);
  if (days.length !== 3 || !/^[\d,]+$/.test(minutes) || !/^[\d,]+$/.test(hours)) {
    return [cron];
  }
  const times = hours.split(',').flatMap((hour) => minutes.split(',').map((minute) => [minute, hour, ...days].join(' ')));
  return times.length > mostTimes ? [cron] : times;
}

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
    const phaseOf = (serverId: string): number => share(commandId + serverId) * every;
    return {
      next: (after, serverId) => {
        const phase = phaseOf(serverId);
        return Math.floor((after - phase) / every + 1) * every + phase;
      },
      round: (due, serverId) => Math.round((due - phaseOf(serverId)) / every) * every,
      twoMissed: (at) => at + 2 * every,
    };
  }
  if (!DateTime.local({ zone: schedule.timeZone }).isValid) {
    throw wrong('schedule.timeZone', `${schedule.timeZone} is no time zone; one is called like Europe/Berlin`);
  }
  let times: Cron[];
  try {
    times = [schedule.cron, ...timesOfDay(schedule.cron)].map((text) => new Cron(text, { timezone: schedule.timeZone, paused: true })).slice(1);
  } catch (error) {
    throw wrong('schedule.cron', (error as Error).message.replace(/^Cron\w+: /, ''));
  }
  const ends = new Map<number, number>();
  // Asked for each server every second, and nearly always the same.
  let [from, first] = [Infinity, -Infinity];
  const due = (after: number): number | undefined => {
    if (after < from || after >= first) {
      from = after;
      first = Math.min(...times.map((cron) => cron.nextRun(new Date(after))?.getTime() ?? Infinity));
    }
    return first === Infinity ? undefined : first;
  };
  const delayOf = (serverId: string): number => share(commandId + serverId) * cronSpreadMs;
  return {
    next: (after, serverId) => {
      const delay = delayOf(serverId);
      const at = due(after - delay);
      return at === undefined ? undefined : at + delay;
    },
    round: (due, serverId) => Math.round(due - delayOf(serverId)),
    // By the calendar: a value of Friday evening is the newest there can be on Sunday.
    twoMissed(at) {
      const known = ends.get(at);
      if (known !== undefined) {
        return known;
      }
      const first = due(at);
      const second = first === undefined ? undefined : due(first);
      if (second === undefined) {
        return undefined;
      }
      if (ends.size >= mostEnds) {
        ends.clear();
      }
      ends.set(at, second + cronSpreadMs);
      return second + cronSpreadMs;
    },
  };
}

/** What createTimetable refuses, and a cron expression with seconds (a sixth field, in front) that comes due more often than an interval may. */
export function checkSchedule(schedule: Schedule): void {
  createTimetable('', schedule);
  if (schedule.type !== 'cron') {
    return;
  }
  // Seconds repeat with the minute: the runs of one minute show every distance between them.
  const due = new Cron(schedule.cron, { timezone: schedule.timeZone, paused: true }).nextRuns(60_000 / leastEveryMs + 2).map((at) => at.getTime());
  if (due.length === 0) {
    throw wrong('schedule.cron', 'never comes due');
  }
  if (due.some((at, i) => at - (due[i - 1] ?? -Infinity) < leastEveryMs)) {
    throw wrong('schedule.cron', 'runs must be at least 5s apart');
  }
}

function wrong(field: string, message: string): Failure {
  return new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });
}
