import type { grafanaLinkEndpoints } from '../../../../contract/grafanaLink.ts';
import type { incidentEndpoints } from '../../../../contract/incident.ts';
import type { GrafanaLinkRoom } from '../../fleet/incidents/grafanaLink.ts';
import type { IncidentRoom } from '../../fleet/incidents/incidentRoom.ts';
import type { Handlers } from '../route.ts';

export const incidentRoutes = ({ list, actions, silence, unsilence, escalate, bulk }: IncidentRoom): Handlers<typeof incidentEndpoints> => ({
  listIncidents: ({ query }) => list.list(query),
  alertHistory: ({ query }) => list.history(query),
  exportIncidents: ({ query }) => list.csv(query),
  getIncident: ({ params }) => list.get(params.id),
  acknowledgeIncident: ({ params, body, actor }) => actions.acknowledge(params.id, body.comment, actor),
  unacknowledgeIncident: ({ params, body, actor }) => actions.unacknowledge(params.id, body.comment, actor),
  resolveIncident: ({ params, body, actor }) => actions.resolve(params.id, body.comment, actor),
  resolveAlert: ({ params, body, actor }) => actions.resolve(params.id, body.comment, actor),
  silenceIncident: ({ params, body, actor }) => silence(params.id, body, actor),
  unsilenceIncident: ({ params, body, actor }) => unsilence(params.id, body, actor),
  escalateIncident: ({ params, body, actor }) => escalate(params.id, body.comment, actor),
  commentIncident: ({ params, body, actor }) => actions.comment(params.id, body.comment, actor),
  assignIncident: ({ params, body, actor }) => actions.assign(params.id, body.contactId, actor),
  bulkIncidents: ({ body, actor }) => bulk(body, actor),
});

export const grafanaLinkRoutes = (link: GrafanaLinkRoom): Handlers<typeof grafanaLinkEndpoints> => ({
  getGrafanaLink: () => link.show(),
  putGrafanaLink: ({ body, actor }) => link.put(body, actor),
});
