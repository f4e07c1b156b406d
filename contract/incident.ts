import { z } from 'zod';
import { Severity } from './check.ts';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf } from './endpoint.ts';

export const IncidentState = z.enum(['firing', 'acknowledged', 'resolved']);
export type IncidentState = z.infer<typeof IncidentState>;

/** What happened to an incident, in order; nothing is ever rewritten. */
export const IncidentEvent = z
  .object({
    id: Id,
    at: Instant,
    kind: z.enum(['fired', 'severity', 'refired', 'flapping', 'notified', 'notify_failed', 'escalated', 'acknowledged', 'unacknowledged', 'assigned', 'commented', 'silenced', 'unsilenced', 'resolved', 'reopened', 'corrected', 'maintenance']),
    actor: z.string(),
    channel: z.string().nullable().describe('From where: grafana, app, telegram, api, system'),
    text: z.string(),
  })
  .meta({ id: 'IncidentEvent' });
export type IncidentEvent = z.infer<typeof IncidentEvent>;

export const Incident = z
  .object({
    id: Id,
    state: IncidentState,
    severity: Severity,
    check: z.string().nullable().describe('One of the checks, or null for a rule of somebody else'),
    title: z.string(),
    summary: z.string(),
    serverId: Id.nullable(),
    serverName: z.string().nullable(),
    item: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    value: z.number().nullable(),
    limit: z.number().nullable(),
    fingerprint: z.string(),
    ruleUid: z.string().nullable(),
    source: z.enum(['grafana', 'alertmanager']),
    links: z.object({ rule: z.string().nullable(), panel: z.string().nullable(), silence: z.string().nullable() }),
    startedAt: Instant,
    acknowledgedAt: Instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    resolvedAt: Instant.nullable(),
    resolution: z.enum(['recovered', 'series_gone', 'no_data', 'error', 'rule_changed', 'rule_deleted', 'person', 'reconciled']).nullable(),
    assignee: Id.nullable().describe('A contact'),
    flapping: z.boolean(),
    fired: z.number().int().describe('How many times it fired since it opened'),
    maintenance: z.boolean(),
    silencedUntil: Instant.nullable(),
    silenceId: z.string().nullable(),
    escalation: z.object({ policyId: Id, policyName: z.string(), step: z.number().int(), nextAt: Instant.nullable(), nextContacts: z.array(z.string()) }).nullable(),
    revision: z.number().int(),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;

export const IncidentDetail = Incident.extend({ events: z.array(IncidentEvent) }).meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const IncidentQuery = PageQuery.extend({
  state: z.union([IncidentState, z.array(IncidentState)]).optional(),
  severity: Severity.optional(),
  check: z.string().max(64).optional(),
  server: Id.optional(),
  text: z.string().max(256).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});

const Note = z.strictObject({ comment: z.string().max(4000).default('') }).default({ comment: '' });
export const SilenceInput = z
  .strictObject({
    minutes: z.number().int().min(1).max(43_200).describe('How long from now'),
    comment: z.string().max(1000).default(''),
    silenceId: z.string().max(128).optional().describe('The silence was already made in Grafana, as the person: only note it'),
  })
  .meta({ id: 'SilenceInput' });
const Unsilence = z
  .strictObject({ comment: z.string().max(4000).default(''), ended: z.boolean().default(false).describe('The silence was already ended in Grafana, as the person: only note it') })
  .default({ comment: '', ended: false });
export const IncidentAction = z.enum(['acknowledge', 'unacknowledge', 'resolve', 'silence', 'unsilence', 'escalate']);
export const BulkAction = z
  .strictObject({
    ids: z.array(Id).min(1).max(1000),
    action: IncidentAction,
    comment: z.string().max(4000).default(''),
    minutes: z.number().int().min(1).max(43_200).optional(),
  })
  .meta({ id: 'IncidentBulkAction' });
export const BulkResult = z.object({ results: z.array(z.object({ id: Id, ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() })) }).meta({ id: 'IncidentBulkResult' });

const act = { params: IdParams, reply: IncidentDetail, role: 'operator', method: 'POST', tag: 'incidents' } as const;
const errors = ['incident_not_found', 'conflict'] as const;

export const incidentEndpoints = {
  listIncidents: endpoint({ method: 'GET', path: '/incidents', role: 'viewer', tag: 'incidents', summary: 'Incidents, unacknowledged and newest first', query: IncidentQuery, reply: pageOf(Incident), errors: ['bad_cursor'] }),
  alertHistory: endpoint({ method: 'GET', path: '/alerts/history', role: 'viewer', tag: 'incidents', summary: 'Every incident that ever was kept, newest first', query: IncidentQuery, reply: pageOf(Incident), errors: ['bad_cursor'] }),
  exportIncidents: endpoint({ method: 'GET', path: '/incidents.csv', role: 'viewer', tag: 'incidents', summary: 'The same as CSV', query: IncidentQuery, reply: z.string(), produces: 'text/csv' }),
  getIncident: endpoint({ method: 'GET', path: '/incidents/{id}', role: 'viewer', tag: 'incidents', summary: 'One incident with its time line', params: IdParams, reply: IncidentDetail, errors: ['incident_not_found'] }),
  acknowledgeIncident: endpoint({ ...act, path: '/incidents/{id}/acknowledge', summary: 'Say that a person takes care; escalation stops', body: Note, errors }),
  unacknowledgeIncident: endpoint({ ...act, path: '/incidents/{id}/unacknowledge', summary: 'Take that back; escalation goes on', body: Note, errors }),
  resolveIncident: endpoint({ ...act, path: '/incidents/{id}/resolve', summary: 'Close it; it opens again if it fires again', body: Note, errors }),
  resolveAlert: endpoint({ ...act, path: '/alerts/{id}/resolve', summary: 'The same, by its older name', body: Note, errors }),
  silenceIncident: endpoint({ ...act, path: '/incidents/{id}/silence', summary: 'Silence its rule for its labels in Grafana', body: SilenceInput, errors: [...errors, 'grafana_unavailable'] }),
  unsilenceIncident: endpoint({ ...act, path: '/incidents/{id}/unsilence', summary: 'End that silence', body: Unsilence, errors: [...errors, 'grafana_unavailable'] }),
  escalateIncident: endpoint({ ...act, path: '/incidents/{id}/escalate', summary: 'Take the next escalation step now', body: Note, errors }),
  commentIncident: endpoint({ ...act, path: '/incidents/{id}/comment', summary: 'Add a comment to the time line', body: z.strictObject({ comment: z.string().min(1).max(4000) }), errors }),
  assignIncident: endpoint({ ...act, path: '/incidents/{id}/assign', summary: 'Name who takes care', body: z.strictObject({ contactId: Id.nullable() }), errors: [...errors, 'contact_not_found'] }),
  bulkIncidents: endpoint({ method: 'POST', path: '/incidents/bulk', role: 'operator', tag: 'incidents', summary: 'One action on many incidents; each has its own result', body: BulkAction, reply: BulkResult }),
};
