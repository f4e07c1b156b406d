import React, { type ReactNode } from 'react';
import { TextLink } from '@grafana/ui';
import type { IncidentDetail } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';
import { personName } from '../../components/personName';
import { paths } from '../../data/paths';
import { AssignPicker } from './AssignPicker';
import { resolutionText } from './resolutionText';

type Fact = [name: string, value: ReactNode];

/** What is known of an incident besides its value and time line. */
export function incidentFacts(one: IncidentDetail): Fact[] {
  const when = (name: string, at: string | null, by?: string | null): Fact[] =>
    at === null ? [] : [[name, <span key={name}>{by != null && `by ${personName(by)} `}<Ago at={at} /></span>]];
  return [
    ['Server', one.serverId === null ? (one.serverName ?? '–') : <TextLink key="server" href={paths.server(one.serverId)}>{one.serverName ?? one.serverId}</TextLink>],
    ...(one.item === null ? [] : [['On', one.item] as Fact]),
    ['Assigned to', <AssignPicker key="assignee" incident={one} />],
    ['Began', <Ago key="since" at={one.startedAt} />],
    ...(one.fired === 1 ? [] : [['Fired', `${one.fired} times`] as Fact]),
    ...when('Acknowledged', one.acknowledgedAt, one.acknowledgedBy),
    ...when('Silenced until', one.silencedUntil),
    ...when('Resolved', one.resolvedAt),
    ...(one.resolution === null ? [] : [['Because', resolutionText[one.resolution]] as Fact]),
    ...(one.escalation === null
      ? []
      : [['Escalation', <span key="next">{one.escalation.policyName}{one.escalation.nextAt !== null && <>: tells {one.escalation.nextContacts.join(', ')} <Ago at={one.escalation.nextAt} /></>}</span>] as Fact]),
    ...(one.links.rule === null ? [] : [['Rule', <TextLink key="rule" external href={one.links.rule}>{one.labels['alertname'] ?? one.title}</TextLink>] as Fact]),
  ];
}
