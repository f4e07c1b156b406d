import { DateTime } from 'luxon';
import type { ScheduleInput } from '../../../../contract/escalation.ts';

/** A turn of duty, ms. */
export interface Shift {
  contactId: string;
  from: number;
  to: number;
  override: boolean;
}

/** Hand-overs are at a wall-clock time of a weekday in the rota's zone: a week of a clock change has 167 or 169 hours. */
function firstHandOver({ start, timeZone, handOver }: ScheduleInput): DateTime {
  const [hour, minute] = handOver.at.split(':').map(Number) as [number, number];
  const day = DateTime.fromISO(start, { zone: timeZone }).startOf('day');
  const shift = (handOver.weekday - day.weekday + 7) % 7;
  return day.plus({ days: shift }).set({ hour, minute });
}

/**
 * The regular turn that contains an instant. The first begins with the start day and ends at the first hand-over after that day:
 * whoever starts on the day of the hand-over has the whole turn, and not the hours before it.
 */
function turnAt(rota: ScheduleInput, at: number): Shift | undefined {
  const begin = DateTime.fromISO(rota.start, { zone: rota.timeZone }).startOf('day');
  if (at < begin.toMillis()) {
    return undefined;
  }
  const first = firstHandOver(rota);
  const weeks = rota.weeksPerTurn;
  // Turn 0 begins with the start day, turn 1 with the first hand-over after it.
  const whole = first.hasSame(begin, 'day') ? 0 : 1;
  const edge = (turn: number): number => (turn <= 0 ? begin.toMillis() : first.plus({ weeks: (turn - whole) * weeks }).toMillis());
  // Calendar weeks are not always 168 hours, so the guess may be one off.
  let turn = Math.max(0, Math.floor(DateTime.fromMillis(at, { zone: rota.timeZone }).diff(first, 'weeks').weeks / weeks) + whole);
  while (edge(turn + 1) <= at) {
    turn += 1;
  }
  while (edge(turn) > at) {
    turn -= 1;
  }
  return { contactId: rota.contacts[turn % rota.contacts.length] as string, from: edge(turn), to: edge(turn + 1), override: false };
}

interface Override {
  contactId: string;
  from: number;
  to: number;
}

const overridesOf = ({ overrides }: ScheduleInput): Override[] => overrides.map(({ contactId, from, to }) => ({ contactId, from: Date.parse(from), to: Date.parse(to) }));

/** Of those that are on at an instant, the one that began last. */
const winner = (overrides: readonly Override[], at: number): Override | undefined =>
  overrides.reduce<Override | undefined>((best, one) => (one.from <= at && at < one.to && (best === undefined || one.from >= best.from) ? one : best), undefined);

/** Who has duty at an instant, and from when until when that is so. Overrides win, the one that began last first. */
export function onDuty(rota: ScheduleInput, at: number): Shift | undefined {
  const overrides = overridesOf(rota);
  const current = winner(overrides, at);
  const base = current === undefined ? turnAt(rota, at) : { ...current, override: true };
  if (base === undefined) {
    return undefined;
  }
  const edges = overrides.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  /** One that lies wholly under another changes nothing. */
  const changes = (edge: number): boolean => winner(overrides, edge) !== winner(overrides, edge - 1);
  const before = edges.findLast((edge) => edge <= at && changes(edge));
  const after = edges.find((edge) => edge > at && changes(edge));
  return { ...base, from: Math.max(base.from, before ?? -Infinity), to: Math.min(base.to, after ?? Infinity) };
}

/** The shifts from an instant on. */
export function coming(rota: ScheduleInput, from: number, count: number): Shift[] {
  const shifts: Shift[] = [];
  let at = from;
  const begin = DateTime.fromISO(rota.start, { zone: rota.timeZone }).startOf('day').toMillis();
  while (shifts.length < count) {
    const shift = onDuty(rota, at);
    if (shift === undefined) {
      if (at >= begin) {
        break;
      }
      at = begin;
      continue;
    }
    shifts.push(shift);
    at = shift.to;
  }
  return shifts;
}
