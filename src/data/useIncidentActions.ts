import type { Incident } from '../../contract/incident.ts';
import { silenceIncident, unsilenceIncident } from './silenceIncident';
import { useAction } from './useAction';

const touched = { invalidates: ['incidents'] };

/** What a person does with an incident. */
export function useIncidentActions() {
  const acknowledge = useAction((client, { id }: Incident) => client.acknowledgeIncident({ params: { id }, body: { comment: '' } }), { failed: ({ summary }) => `Not acknowledged: ${summary}`, done: () => 'Acknowledged; escalation stops', ...touched });
  const unacknowledge = useAction((client, { id }: Incident) => client.unacknowledgeIncident({ params: { id }, body: { comment: '' } }), { failed: () => 'The acknowledgement was not taken back', done: () => 'Waits for a person again', ...touched });
  const resolve = useAction((client, { id }: Incident) => client.resolveIncident({ params: { id }, body: { comment: '' } }), { failed: ({ summary }) => `Not resolved: ${summary}`, done: () => 'Resolved; it opens again if it fires again', ...touched });
  const escalate = useAction((client, { id }: Incident) => client.escalateIncident({ params: { id }, body: { comment: '' } }), { failed: () => 'Not escalated', done: () => 'The next step was taken', ...touched });
  const comment = useAction((client, { id }: Incident, text: string) => client.commentIncident({ params: { id }, body: { comment: text } }), { failed: () => 'The comment was not added', ...touched });
  const assign = useAction((client, { id }: Incident, contactId: string | null) => client.assignIncident({ params: { id }, body: { contactId } }), {
    failed: ({ summary }) => `Not assigned: ${summary}`,
    done: ({ assignee }) => (assignee === null ? 'Assigned to nobody' : 'Assigned'),
    ...touched,
  });
  const silence = useAction((client, incident: Incident, minutes: number) => silenceIncident(client, incident, minutes), { failed: ({ summary }) => `Not silenced: ${summary}`, done: () => 'Silenced in Grafana', ...touched });
  const unsilence = useAction((client, incident: Incident) => unsilenceIncident(client, incident), { failed: () => 'The silence was not ended', done: () => 'The silence was ended', ...touched });
  return { acknowledge, unacknowledge, resolve, escalate, comment, assign, silence, unsilence };
}
