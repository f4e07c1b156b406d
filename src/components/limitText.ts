import { formattedValueToString, getValueFormat } from '@grafana/data';
import { checks, type CheckId } from '../../contract/check.ts';

/** A number in the unit of its check, as Grafana writes it; `off` where nothing fires. */
export function limitText(check: CheckId, value: number | null): string {
  return value === null ? 'off' : formattedValueToString(getValueFormat(checks[check].unit)(value));
}
