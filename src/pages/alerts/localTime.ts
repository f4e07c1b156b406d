import { dateTimeFormat, dateTimeParse, getTimeZone } from '@grafana/data';

const format = 'YYYY-MM-DDTHH:mm';

/** The zone of Grafana's clock, as people name it. */
export function zoneName(): string {
  const zone = getTimeZone();
  return zone === 'browser' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone === 'utc' ? 'UTC' : zone;
}

/** An instant as an input of type datetime-local holds it, in Grafana's time zone. */
export const toLocal = (instant: string): string => dateTimeFormat(instant, { format });

/** Back again; undefined while it is not whole. */
export function fromLocal(text: string): string | undefined {
  const at = dateTimeParse(text, { format, timeZone: getTimeZone() });
  return text === '' || !at.isValid() ? undefined : at.toISOString();
}
