import type { PolicyInput } from '../../../../contract/escalation.ts';
import type { IncidentRecord } from '../../store/incidents.ts';

/** Whether a policy is for an incident; empty lists match everything, tags are those of its server. */
export function policyMatches({ matcher, enabled }: PolicyInput, incident: Pick<IncidentRecord, 'check' | 'severity'>, tags: Readonly<Record<string, string>>): boolean {
  return (
    enabled &&
    (matcher.checks.length === 0 || (incident.check !== null && matcher.checks.includes(incident.check))) &&
    (matcher.severities.length === 0 || matcher.severities.includes(incident.severity)) &&
    Object.entries(matcher.tags).every(([name, value]) => tags[name] === value)
  );
}
