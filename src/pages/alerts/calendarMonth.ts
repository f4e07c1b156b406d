import { dateTimeForTimeZone, getTimeZone } from '@grafana/data';
import type { MaintenanceOccurrence } from '../../../contract/maintenance.ts';

export interface CalendarDay {
  /** YYYY-MM-DD by Grafana's clock. */
  date: string;
  number: number;
  /** Of the month that is shown, not of the weeks around it. */
  inside: boolean;
  from: number;
  to: number;
}

const monthOf = /^\d{4}-(0[1-9]|1[0-2])$/;
const here = (at?: string | number) => dateTimeForTimeZone(getTimeZone(), at);

/** The month of an address, or the one that is now. */
export const readMonth = (text: string): string => (monthOf.test(text) ? text : here().format('YYYY-MM'));
export const otherMonth = (month: string, by: number): string => here(`${month}-15`).add(by, 'months').format('YYYY-MM');
export const monthTitle = (month: string): string => here(`${month}-15`).format('MMMM YYYY');

/** The days of a month in whole weeks, Monday first, by Grafana's clock: a day has 23 hours when summer begins. */
export function calendarDays(month: string): CalendarDay[] {
  const first = here(`${month}-01`);
  // E: the day of the week, Monday is 1; D: the day of the month.
  const before = Number(first.format('E')) - 1;
  const length = Number(here(first.valueOf()).endOf('month').format('D'));
  const count = Math.ceil((before + length) / 7) * 7;
  return Array.from({ length: count }, (_, index) => {
    const day = here(first.valueOf()).add(index - before, 'days');
    const date = day.format('YYYY-MM-DD');
    return { date, number: Number(date.slice(8)), inside: date.startsWith(month), from: day.valueOf(), to: here(day.valueOf()).add(1, 'days').valueOf() };
  });
}

/** What is open on a day. */
export const onDay = (day: CalendarDay, items: MaintenanceOccurrence[]): MaintenanceOccurrence[] => items.filter(({ from, to }) => Date.parse(from) < day.to && Date.parse(to) > day.from);
