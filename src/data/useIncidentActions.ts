import { isFetchError } from '@grafana/runtime';
import type { Incident } from '../../contract/incident.ts';
import { silenceAsPerson } from './grafanaSilence';
import { useAction } from './useAction';

const touched = { invalidates: ['incidents'] };

/** What a person does with an incident. */
export function useIncidentActions() {
  const acknowledge = useAction((client, { id }: Incident) => client.acknowledgeIncident({ params: { id }, body: { comment: '' } }), { failed: ({ summary }) => `Not acknowledged: ${summary}`, done: () => 'Acknowledged', ...touched });
  const unacknowledge = useAction((client, { id }: Incident) => client.unacknowledgeIncident({ params: { id }, body: { comment: '' } }), { failed: () => 'The acknowledgement was not taken back', done: () => 'Waits for a person again', ...touched });
  const resolve = useAction((client, { id }: Incident) => client.resolveIncident({ params: { id }, body: { comment: '' } }), { failed: ({ summary }) => `Not resolved: ${summary}`, done: () => 'Resolved; it opens again if it fires again', ...touched });
  const escalate = useAction((client, { id }: Incident) => client.escalateIncident({ params: { id }, body: { comment: '' } }), { failed: () => 'Not escalated', done: () => 'The next step was taken', ...touched });
  const unsilence = useAction((client, { id }: Incident) => client.unsilenceIncident({ params: { id }, body: { comment: '' } }), { failed: () => 'The silence was not ended', done: () => 'The silence was ended', ...touched });
  const comment = useAction((client, { id }: Incident, text: string) => client.commentIncident({ params: { id }, body: { comment: text } }), { failed: () => 'The comment was not added', ...touched });
  const silence = useAction(
    async (client, incident: Incident, minutes: number) => {
      // As the person first, so that Grafana names them; who may not silence there does it by the exporter's account.
      const silenceId = await silenceAsPerson(incident, minutes, '').catch((error: unknown) => {
        if (isFetchError(error) && error.status === 403) {
          return undefined;
        }
        throw error;
      });
      return client.silenceIncident({ params: { id: incident.id }, body: { minutes, ...(silenceId === undefined ? {} : { silenceId }) } });
    },
    { failed: ({ summary }) => `Not silenced: ${summary}`, done: () => 'Silenced in Grafana', ...touched }
  );
  return { acknowledge, unacknowledge, resolve, escalate, unsilence, comment, silence };
}

export type BulkKind = 'acknowledge' | 'resolve' | 'silence';

export function useBulkIncidents(after: () => void) {
  return useAction((client, ids: string[], action: BulkKind) => client.bulkIncidents({ body: { ids, action, comment: '', ...(action === 'silence' ? { minutes: 60 } : {}) } }), {
    failed: () => 'Nothing was changed',
    done({ results }) {
      const failures = results.filter(({ ok }) => !ok);
      const first = failures[0]?.message;
      return failures.length === 0 ? `${results.length} done` : `${results.length - failures.length} of ${results.length} done. ${first ?? ''}`;
    },
    after,
    ...touched,
  });
}
