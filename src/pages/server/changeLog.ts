import type { Incident } from '../../../contract/incident.ts';
import type { SpecsVersion } from '../../../contract/specs.ts';
import { personName } from '../../components/personName';
import type { ServerTab } from '../../data/paths';

export interface Change {
  at: string;
  text: string;
  tab: ServerTab;
}

/** Changes of the machine and its incidents as one list, newest first. */
export function changeLog(versions: Array<Pick<SpecsVersion, 'at' | 'first' | 'changes'>>, incidents: Array<Pick<Incident, 'title' | 'startedAt' | 'acknowledgedAt' | 'acknowledgedBy' | 'resolvedAt'>>): Change[] {
  const machine = versions.filter(({ first }) => !first).flatMap(({ at, changes }) => changes.map(({ field, text }): Change => ({ at, text: field === 'bootTime' ? 'Reboot' : text, tab: 'hardware' })));
  const trouble = incidents.flatMap(({ title, startedAt, acknowledgedAt, acknowledgedBy, resolvedAt }): Change[] => [
    { at: startedAt, text: `Incident “${title}”`, tab: 'alerts' },
    ...(acknowledgedAt === null ? [] : [{ at: acknowledgedAt, text: `Incident “${title}” acknowledged by ${acknowledgedBy === null ? 'somebody' : personName(acknowledgedBy)}`, tab: 'alerts' as const }]),
    ...(resolvedAt === null ? [] : [{ at: resolvedAt, text: `Incident “${title}” resolved`, tab: 'alerts' as const }]),
  ]);
  return [...machine, ...trouble].sort((a, b) => b.at.localeCompare(a.at));
}
