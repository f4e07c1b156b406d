import { checks, type Check, type CheckId } from '../../../../contract/check.ts';

export const checkOf = (id: string | undefined | null): Check | undefined => (id != null && Object.hasOwn(checks, id) ? checks[id as CheckId] : undefined);

const units: Record<Check['unit'], string> = { percent: ' %', short: '', s: ' s', celsius: ' °C', h: ' h', ops: '/min' };

const numberOf = (value: number): string => value.toFixed(Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 2);
/** Seconds are read well up to two minutes. */
const longer = [
  [172_800, 86_400, ' days'],
  [7_200, 3_600, ' h'],
  [120, 60, ' min'],
] as const;

/** A measured value for people: at most three digits that mean something, and the unit. */
export function formatMeasured(unit: Check['unit'], value: number): string {
  const [, size, name] = longer.find(([from]) => unit === 's' && Math.abs(value) >= from) ?? [0, 1, units[unit]];
  return `${numberOf(value / size)}${name}`;
}

/** A title within a sentence: small, unless it begins with an abbreviation. */
const withinSentence = (title: string) => (/^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1));

/** What is past what: from the values and not from the rule's summary, which Grafana renders again for a resolved alert. */
export function summaryOf(check: Check | undefined, about: { server: string | null; item: string | null; value: number | null; limit: number | null }, given: string): string {
  if (check === undefined) {
    return given;
  }
  const where = [about.server, about.item].filter((part) => part !== null && part !== '').join(' ');
  const prefix = where === '' ? check.title : `${where}: ${withinSentence(check.title)}`;
  // A limit of zero means yes or no: there is no number to tell.
  if (about.value === null || about.limit === null || (about.limit === 0 && check.unit === 'short' && about.value <= 1)) {
    return prefix;
  }
  return `${prefix} ${formatMeasured(check.unit, about.value)}, ${check.comparison} the limit of ${formatMeasured(check.unit, about.limit)}`;
}
