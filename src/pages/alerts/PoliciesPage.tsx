import React from 'react';
import { Text } from '@grafana/ui';
import { checks as knownChecks, type CheckId } from '../../../contract/check.ts';
import type { Policy } from '../../../contract/escalation.ts';
import { etag } from '../../data/etag';
import { useContacts, usePolicies, useSchedules } from '../../data/useEscalation';
import { PolicyEditor } from './PolicyEditor';
import { RecordPage } from './RecordPage';

const checkTitle = (id: string) => (id in knownChecks ? knownChecks[id as CheckId].title : id);

function matcherText({ matcher: { checks, severities, tags } }: Policy): string {
  const parts = [...checks.map(checkTitle), ...severities, ...Object.entries(tags).map((tag) => tag.join('='))];
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

/** Who is told, in which order, until somebody reacts. */
export function PoliciesPage() {
  const contacts = useContacts().data ?? [];
  const schedules = useSchedules().data ?? [];
  const nameOf = (id: string) => [...contacts, ...schedules].find((one) => one.id === id)?.name ?? id;
  return (
    <RecordPage
      part="policies"
      noun="policy"
      about="The first policy that matches an incident is taken. Each step tells somebody and waits; an acknowledgement stops it."
      query={usePolicies()}
      permission="admin"
      head={['Order', 'Name', 'For', 'Steps', 'Enabled']}
      row={(policy) => [
        policy.order,
        policy.name,
        matcherText(policy),
        <Text key="steps">{policy.steps.map(({ targets, waitMinutes }) => `${targets.map(({ id }) => nameOf(id)).join(', ')}, wait ${waitMinutes} min`).join(' → ')}</Text>,
        policy.enabled ? 'yes' : 'no',
      ]}
      remove={(client, policy) => client.deletePolicy({ params: { id: policy.id }, ifMatch: etag(policy) })}
      removing="Escalations of this policy that run now stop."
      invalidates={['policies']}
      Editor={PolicyEditor}
    />
  );
}
