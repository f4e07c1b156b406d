import ical from 'ical-generator';
import type { ScheduleInput } from '../../../../contract/escalation.ts';
import { coming } from './rota.ts';

const shownShifts = 60;
/** How often a calendar that subscribes asks again. */
const refreshSeconds = 3600;

/** A TEXT value (RFC 5545, 3.3.11). The library escapes those of events, and not the name of a calendar. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');

/** The coming shifts of a rota as iCalendar (RFC 5545), for people's own calendars. Instants are UTC, so that no calendar needs to know the rota's time zone. */
export function rotaCalendar(id: string, rota: ScheduleInput, nameOf: (contactId: string) => string, now: number): string {
  const calendar = ical({ name: escaped(`On duty: ${rota.name}`), prodId: { company: 'Shellwatch', product: 'rota' }, ttl: refreshSeconds });
  for (const shift of coming(rota, now, shownShifts)) {
    // The same shift has the same id whenever it is asked for, so that a calendar changes it in place.
    calendar.createEvent({ id: `${id}-${shift.from}@shellwatch`, start: new Date(shift.from), end: new Date(shift.to), summary: `${nameOf(shift.contactId)} on duty (${rota.name})`, stamp: new Date(now) });
  }
  // Each line ends with CRLF (3.1), the last one, too, which the library leaves open.
  return `${calendar.toString()}\r\n`;
}
