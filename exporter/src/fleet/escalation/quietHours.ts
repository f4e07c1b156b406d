import { DateTime } from 'luxon';
import type { ContactInput } from '../../../../contract/escalation.ts';

type Quiet = NonNullable<ContactInput['quietHours']>;

/** When quiet hours end that an instant is in, ms; undefined when it is in none. They may go over midnight. */
export function quietUntil(quiet: Quiet | null, at: number): number | undefined {
  if (quiet === null || quiet.from === quiet.to) {
    return undefined;
  }
  const now = DateTime.fromMillis(at, { zone: quiet.timeZone });
  // Those that began today, and those that began yesterday and go on.
  for (const back of [0, 1]) {
    const day = now.minus({ days: back }).startOf('day');
    const at0 = (clock: string, base: DateTime) => {
      const [hour, minute] = clock.split(':').map(Number) as [number, number];
      return base.set({ hour, minute });
    };
    const begin = at0(quiet.from, day);
    const end = quiet.to > quiet.from ? at0(quiet.to, day) : at0(quiet.to, day.plus({ days: 1 }));
    const applies = quiet.days.length === 0 || quiet.days.includes(day.weekday);
    if (applies && begin.toMillis() <= at && at < end.toMillis()) {
      return end.toMillis();
    }
  }
  return undefined;
}
