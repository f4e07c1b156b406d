import { checks, type Check, type CheckId } from '../../../contract/check.ts';

/*
 * The queries of the alert rules. Measured value and limit have the same labels (instance, item), the limit the severity, too.
 * Every pair is joined here, so that value and limit reach Grafana's math with label sets that are equal: with any others it drops pairs
 * without a word, or matches two series that have nothing to do with each other when there is but one of each.
 * `== bool` makes the 1 that carries the severity over; multiplying by 0 instead would turn an infinite limit into NaN.
 */
const value = (check: CheckId): string => `max by (instance, item) (shellwatch_check_value{check="${check}"})`;
export const limitOf = (check: CheckId): string => `max by (instance, item, severity) (shellwatch_threshold{check="${check}"})`;

/** The measured value, once for each severity. */
export const valueQuery = (check: CheckId): string => `${value(check)} * on (instance, item) group_right () (${limitOf(check)} == bool ${limitOf(check)})`;
/** The limits of what is measured. */
export const limitQuery = (check: CheckId): string => `${limitOf(check)} and on (instance, item) ${value(check)}`;

export const everyCheck = Object.entries(checks) as Array<[CheckId, Check]>;

export const units: Record<Check['unit'], string> = { percent: ' %', short: '', s: ' s', celsius: ' °C', h: ' h', ops: '/min' };
