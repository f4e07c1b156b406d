import { DateTime } from 'luxon';

/** Reads a time in one way; undefined when the text does not begin with one. `length` is how much of the text it took. */
type TimeReader = (text: string, zone: string, now: number) => { time: number; length: number } | undefined;

const valid = (at: DateTime, length: number) => (at.isValid ? { time: at.toMillis(), length } : undefined);

/** 2026-11-23T10:02:03.456+01:00, with a space for the T, a comma for the point, with or without zone. */
const iso: TimeReader = (text, zone) => {
  const found = /^\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d{2}:?\d{2})?\]?/.exec(text);
  if (found === null) {
    return undefined;
  }
  const [all, date, clock, fraction, offset] = found;
  const at = DateTime.fromISO(`${date}T${clock}.${(fraction ?? '0').slice(0, 3).padEnd(3, '0')}${offset === 'UTC' ? 'Z' : (offset ?? '')}`, { zone });
  return valid(at, all.length);
};

/** `Nov  3 10:02:03`, RFC 3164: no year, so the one that makes it not lie in the future by more than a day. */
const bsd: TimeReader = (text, zone, now) => {
  const found = /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ \d]\d) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?/.exec(text);
  if (found === null) {
    return undefined;
  }
  const [all, month, day, hour, minute, second, fraction] = found;
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const at = (year: number) =>
    DateTime.fromObject(
      { year, month: months.indexOf(month as string) + 1, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), millisecond: Number((fraction ?? '0').slice(0, 3).padEnd(3, '0')) },
      { zone }
    );
  const year = DateTime.fromMillis(now, { zone }).year;
  const thisYear = at(year);
  return valid(thisYear.isValid && thisYear.toMillis() <= now + 86_400_000 ? thisYear : at(year - 1), all.length);
};

/** `23/Nov/2026:10:02:03 +0000`, as access logs have it. */
const clf: TimeReader = (text) => {
  const found = /^\[?(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]?/.exec(text);
  return found === null ? undefined : valid(DateTime.fromFormat(found[1] as string, 'dd/MMM/yyyy:HH:mm:ss ZZZ', { locale: 'en' }), found[0].length);
};

/** `2026/11/23 10:02:03`, as nginx's error log and Go's log package have it. */
const slashed: TimeReader = (text, zone) => {
  const found = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?/.exec(text);
  return found === null ? undefined : valid(DateTime.fromISO(`${found[1]}-${found[2]}-${found[3]}T${found[4]}.${(found[5] ?? '0').slice(0, 3).padEnd(3, '0')}`, { zone }), found[0].length);
};

/** `[Mon Nov 23 10:02:03.123456 2026]`, as Apache's error log has it. */
const apacheError: TimeReader = (text, zone) => {
  const found = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]?\d \d{2}:\d{2}:\d{2})(?:\.(\d+))? (\d{4})\]/.exec(text);
  return found === null
    ? undefined
    : valid(DateTime.fromFormat(`${(found[1] as string).replace(/ {2}/, ' ')} ${found[3]}`, 'MMM d HH:mm:ss yyyy', { zone, locale: 'en' }).plus({ milliseconds: Number((found[2] ?? '0').slice(0, 3)) }), found[0].length);
};

/** Seconds or milliseconds since the epoch, between 2001 and 2100. */
const epoch: TimeReader = (text) => {
  const found = /^\[?(\d{10})(?:\.(\d{1,9})|(\d{3}))?(?=[\s\],:]|$)\]?/.exec(text);
  if (found === null) {
    return undefined;
  }
  return { time: Number(found[1]) * 1000 + Number((found[2] ?? found[3] ?? '0').slice(0, 3).padEnd(3, '0')), length: found[0].length };
};

const readers: readonly TimeReader[] = [iso, bsd, clf, slashed, apacheError, epoch];

/** The time a text begins with, ms, and how many characters it took. */
export function readTime(text: string, zone: string, now: number): { time: number; length: number } | undefined {
  for (const reader of readers) {
    const found = reader(text, zone, now);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** A whole text that is a time: by a format in Luxon's tokens, or in one of the known ways. */
export function parseTime(text: string, zone: string, now: number, format?: string | null): number | undefined {
  if (format) {
    try {
      const at = DateTime.fromFormat(text, format, { zone, locale: 'en' });
      return at.isValid ? at.toMillis() : undefined;
    } catch {
      // Luxon throws at units that can not stand together; sources are not made with those.
      return undefined;
    }
  }
  return readTime(text.trim(), zone, now)?.time;
}
