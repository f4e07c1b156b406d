import { z } from 'zod';
import { endpoint, Instant } from './endpoint.ts';

/** How the exporter reaches back to Grafana: to silence, and to compare what fires. Without it both are left out, and said so. */
export const GrafanaLink = z
  .object({
    url: z.string().nullable(),
    tokenSet: z.boolean(),
    from: z.enum(['configuration', 'settings', 'nowhere']).describe('configuration: set by environment variables, which win'),
    state: z.enum(['off', 'starting', 'ok', 'failing']),
    lastError: z.string().nullable(),
    lastComparedAt: Instant.nullable(),
    corrected: z.number().int().describe('Incidents put right since the start, because a message of Grafana did not come'),
    lastWebhookAt: Instant.nullable().describe('When Grafana or Alertmanager last told something'),
  })
  .meta({ id: 'GrafanaLink' });
export type GrafanaLink = z.infer<typeof GrafanaLink>;

export const GrafanaLinkInput = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).max(2048).nullable().describe('null removes the link'),
    token: z.string().regex(/^[!-~]{8,512}$/).optional().describe('Of a service account; the stored one stays when left out'),
  })
  .meta({ id: 'GrafanaLinkInput' });
export type GrafanaLinkInput = z.infer<typeof GrafanaLinkInput>;

export const grafanaLinkEndpoints = {
  getGrafanaLink: endpoint({ method: 'GET', path: '/settings/grafana', role: 'viewer', tag: 'incidents', summary: 'How the exporter reaches Grafana, and whether incidents agree with it', reply: GrafanaLink }),
  putGrafanaLink: endpoint({ method: 'PUT', path: '/settings/grafana', role: 'admin', tag: 'incidents', summary: 'Set the address and service account; both are tried first', body: GrafanaLinkInput, reply: GrafanaLink, errors: ['grafana_unavailable', 'conflict', 'unprocessable'] }),
};
