import { formattedValueToString, getValueFormat } from '@grafana/data';

const as = (unit: string, decimals?: number) => (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : formattedValueToString(getValueFormat(unit)(value, decimals));

/** Grafana's own formatters, by what the number is; a dash for what is not known. */
export const units = {
  percent: as('percent', 0),
  percent1: as('percent', 1),
  bytes: as('bytes'),
  bytesPerSecond: as('binBps'),
  load: as('short', 2),
  perSecond: as('ops', 1),
  seconds: as('s'),
  duration: as('dtdurations', 0),
  celsius: as('celsius', 0),
  count: as('short', 0),
};

/** One of two units is left out where it is nothing. */
const two = (great: number, greatUnit: string, small: number, smallUnit: string) => `${great} ${greatUnit}${small === 0 ? '' : ` ${small} ${smallUnit}`}`;

/** A time in its two greatest units: 41 d 3 h, 10 min. */
export function uptime(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return days > 0 ? two(days, 'd', hours, 'h') : hours > 0 ? two(hours, 'h', minutes, 'min') : `${minutes} min`;
}
