import { formattedValueToString, getValueFormat } from '@grafana/data';
import { checks, type CheckId } from '../../contract/check.ts';
import { uptime } from './units';

/** Checks whose value is 1 while something holds: yes or no, and not a number that is compared. */
export const flags: ReadonlySet<string> = new Set(['server_down', 'host_key_changed', 'auth_paused', 'time_unsynchronised'] satisfies CheckId[]);

/** A measured number in the unit of its check; times in their two greatest units, as Grafana's formatter says "4 hour" and "10 mins". */
export function measured(check: CheckId, value: number): string {
  if (flags.has(check)) {
    return value > 0 ? 'yes' : 'no';
  }
  const { unit } = checks[check];
  const seconds = unit === 's' ? value : unit === 'h' ? value * 3_600 : undefined;
  return seconds !== undefined && seconds >= 60 ? uptime(seconds) : formattedValueToString(getValueFormat(unit)(value));
}

/** A limit as people set it; `off` where nothing fires. */
export const limitText = (check: CheckId, value: number | null): string => (value === null ? 'off' : flags.has(check) ? 'on' : measured(check, value));
