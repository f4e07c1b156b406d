import { checks, type CheckId } from '../../../contract/check.ts';
import type { Incident } from '../../../contract/incident.ts';
import { limitText } from '../../components/limitText';

/** Checks whose value is 1 while something holds: its number says nothing. */
const flags: ReadonlySet<string> = new Set(['server_down', 'host_key_changed', 'auth_paused', 'time_unsynchronised']);

/** The measured value beside its limit, in the unit of the check; undefined where words say it all. */
export function measuredText({ check, value, limit }: Pick<Incident, 'check' | 'value' | 'limit'>): string | undefined {
  if (value === null || check === null || !(check in checks) || flags.has(check)) {
    return undefined;
  }
  const id = check as CheckId;
  return limit === null ? limitText(id, value) : `${limitText(id, value)}, limit ${limitText(id, limit)}`;
}
