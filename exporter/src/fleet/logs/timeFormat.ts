import { DateTime } from 'luxon';

const english = { zone: 'utc', locale: 'en' } as const;
/** Two times of a year that have nothing in common: no month, weekday, half of the day or digit's place. */
const samples = [
  { month: 11, day: 23, hour: 10, minute: 2, second: 3, millisecond: 456 },
  { month: 3, day: 7, hour: 21, minute: 47, second: 59, millisecond: 12 },
];
/** Letters that say the same as another one. */
const same: Record<string, string> = { L: 'M', H: 'h', c: 'E', u: 'S', Z: 'z' };

const readsItself = (word: string): boolean => {
  const { rawMatches, matches } = DateTime.fromFormatExplain(word, word, english);
  return rawMatches !== null && rawMatches !== undefined && Object.keys(matches ?? {}).length === 0;
};

/** Why no time is read by this format, in Luxon's tokens; undefined when times are. */
export function timeFormatFault(format: string, now: number): string | undefined {
  const { tokens } = DateTime.fromFormatExplain('', format, english) as unknown as { tokens: ReadonlyArray<{ literal: boolean; val: unknown }> };
  const words = tokens.flatMap(({ literal, val }) => (!literal && typeof val === 'string' && /^[a-z]+$/i.test(val) ? [val] : []));
  const strange = words.find(readsItself);
  if (strange !== undefined) {
    return `${strange} is no token that Luxon reads; text stands between single quotes, as in yyyy-MM-dd'T'HH:mm:ss`;
  }
  const units = words.map((word) => same[word.charAt(0)] ?? word.charAt(0));
  const again = words.find((_word, index) => units.indexOf(units[index] as string) < index);
  if (again !== undefined) {
    return `${again} says again what is said already; text stands between single quotes, as in yyyy-MM-dd'T'HH:mm:ss`;
  }
  const nothing = 'tells no time';
  if (units.every((unit) => unit === 'z' || unit === 'G')) {
    return nothing;
  }
  try {
    const { year } = DateTime.fromMillis(now, english);
    const read = samples.map((sample) => DateTime.fromFormat(DateTime.fromObject({ year, ...sample }, english).toFormat(format), format, english));
    if (read.some(({ isValid }) => !isValid)) {
      return 'what it writes is not read back';
    }
    return read[0]?.toMillis() === read[1]?.toMillis() ? nothing : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
