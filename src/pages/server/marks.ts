import type { Incident } from '../../../contract/incident.ts';
import type { SpecsVersion } from '../../../contract/specs.ts';
import type { Mark } from '../../viz/marksLayer';

type Version = Pick<SpecsVersion, 'at' | 'first' | 'changes' | 'specs'>;

/** A reboot is where the machine booted, which is a little before it was seen. */
function ofVersion({ at, first, changes, specs }: Version): Mark[] {
  if (first || changes.length === 0) {
    return [];
  }
  const others = changes.filter(({ field }) => field !== 'bootTime');
  const rebooted = others.length < changes.length;
  const time = Date.parse(rebooted ? (specs.bootTime ?? at) : at);
  return [{ at: time, title: rebooted ? 'Reboot' : 'Changed', text: others.map(({ text }) => text).join(', '), color: rebooted ? 'blue' : 'purple' }];
}

/** Moments and not spans: an incident that lasts would colour the graphs it has nothing to do with. */
function ofIncident({ startedAt, resolvedAt, title, summary, severity }: Incident): Mark[] {
  const fired: Mark = { at: Date.parse(startedAt), title: `${title} (${severity})`, text: summary, color: severity === 'critical' ? 'red' : 'orange' };
  return resolvedAt === null ? [fired] : [fired, { at: Date.parse(resolvedAt), title: `${title} resolved`, text: summary, color: 'green' }];
}

/** What happened to a server, to be seen beside its graphs: reboots, changes, and incidents as they began and ended. */
export const marksOf = (versions: Version[], incidents: Incident[]): Mark[] => [...versions.flatMap(ofVersion), ...incidents.flatMap(ofIncident)].sort((a, b) => a.at - b.at);
