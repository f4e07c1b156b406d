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

/** The regular turn that contains an instant; before the first hand-over the first person has duty from the start day on. */
function turnAt(rota: ScheduleInput, at: number): Shift | undefined {
  const begin = DateTime.fromISO(rota.start, { zone: rota.timeZone }).startOf('day');
  if (at < begin.toMillis()) {
    return undefined;
  }
  const first = firstHandOver(rota);
  const weeks = rota.weeksPerTurn;
  const now = DateTime.fromMillis(at, { zone: rota.timeZone });
  let turn = Math.floor(now.diff(first, 'weeks').weeks / weeks);
  const edge = (index: number) => first.plus({ weeks: index * weeks });
  // Calendar weeks are not always 168 hours, so the guess may be one off.
  while (edge(turn + 1).toMillis() <= at) {
    turn += 1;
  }
  while (edge(turn).toMillis() > at) {
    turn -= 1;
  }
  const index = Math.max(0, turn + (first.toMillis() > begin.toMillis() ? 1 : 0)) % rota.contacts.length;
  return { contactId: rota.contacts[index] as string, from: Math.max(begin.toMillis(), edge(turn).toMillis()), to: edge(turn + 1).toMillis(), override: false };
}

/** Who has duty at an instant, and until when that stays so. Overrides win, the one that began last first. */
export function onDuty(rota: ScheduleInput, at: number): Shift | undefined {
  const overrides = rota.overrides.map((one) => ({ contactId: one.contactId, from: Date.parse(one.from), to: Date.parse(one.to), override: true }));
  const current = overrides.filter((one) => one.from <= at && at < one.to).sort((a, b) => b.from - a.from)[0];
  const nextBegin = overrides.filter((one) => one.from > at).sort((a, b) => a.from - b.from)[0]?.from ?? Infinity;
  if (current !== undefined) {
    const newer = overrides.filter((one) => one.from > at && one.from < current.to).sort((a, b) => a.from - b.from)[0];
    return { ...current, from: Math.max(current.from, turnAt(rota, at) === undefined ? current.from : current.from), to: newer?.from ?? current.to };
  }
  const turn = turnAt(rota, at);
  if (turn === undefined) {
    return undefined;
  }
  const lastEnd = Math.max(turn.from, ...overrides.filter((one) => one.to <= at).map((one) => one.to));
  return { ...turn, from: lastEnd, to: Math.min(turn.to, nextBegin) };
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
