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

const ofIncident = ({ startedAt, resolvedAt, title, summary, severity }: Pick<Incident, 'startedAt' | 'resolvedAt' | 'title' | 'summary' | 'severity'>, now: number): Mark => ({
  at: Date.parse(startedAt),
  until: resolvedAt === null ? now : Date.parse(resolvedAt),
  title: `${title} (${severity})`,
  text: summary,
  color: severity === 'critical' ? 'red' : 'orange',
});

/** What happened to a server, to be seen beside its graphs: reboots and changes as moments, incidents as spans. */
export const marksOf = (versions: Version[], incidents: Incident[], now: number): Mark[] =>
  [...versions.flatMap(ofVersion), ...incidents.map((incident) => ofIncident(incident, now))].sort((a, b) => a.at - b.at);
