import { checks, type CheckId } from '../../../contract/check.ts';
import type { Incident } from '../../../contract/incident.ts';
import { flags, limitText, measured } from '../../components/limitText';

/** The measured value beside its limit, in the unit of the check; undefined where words say it all: the number of a flag says nothing. */
export function measuredText({ check, value, limit }: Pick<Incident, 'check' | 'value' | 'limit'>): string | undefined {
  if (value === null || check === null || !(check in checks) || flags.has(check)) {
    return undefined;
  }
  const id = check as CheckId;
  return limit === null ? measured(id, value) : `${measured(id, value)}, limit ${limitText(id, limit)}`;
}
