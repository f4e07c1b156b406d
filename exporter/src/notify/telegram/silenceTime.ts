import { DateTime } from 'luxon';
import { parseDuration } from '../../duration.ts';

/** When people are at work again. */
const morning = 8;
/** Whoever is awake before this hour means the coming morning. */
const nightEnds = 5;

/** Minutes until the next morning in a time zone; a zone that nobody knows is UTC. */
export function minutesUntilTomorrow(now: number, zone: string): number {
  const there = DateTime.fromMillis(now, { zone });
  const here = there.isValid ? there : DateTime.fromMillis(now, { zone: 'UTC' });
  const day = here.hour < nightEnds ? here : here.plus({ days: 1 });
  return Math.ceil((day.set({ hour: morning, minute: 0, second: 0, millisecond: 0 }).toMillis() - now) / 60_000);
}

const longestMinutes = 43_200;

/** `1h`, `90m`, `tomorrow` → minutes; undefined for anything else. */
export function silenceMinutes(word: string, now: number, zone: string): number | undefined {
  if (word.toLowerCase() === 'tomorrow') {
    return minutesUntilTomorrow(now, zone);
  }
  const minutes = Math.round((parseDuration(word.toLowerCase()) ?? 0) / 60_000);
  return minutes >= 1 && minutes <= longestMinutes ? minutes : undefined;
}
