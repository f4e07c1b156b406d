import { z } from 'zod';
import { CheckId, Severity } from './check.ts';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf } from './endpoint.ts';
import { TagName } from './server.ts';

/** How far a limit reaches; the narrowest one wins: default < tag < server < server + dimension. */
export const ThresholdScope = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('default') }),
    z.strictObject({ type: z.literal('tag'), tag: TagName, value: z.string().max(256) }),
    z.strictObject({ type: z.literal('server'), serverId: Id }),
    z.strictObject({ type: z.literal('item'), serverId: Id, item: z.string().min(1).max(512).describe('The mount, device, sensor, metric or rule') }),
  ])
  .meta({ id: 'ThresholdScope' });
export type ThresholdScope = z.infer<typeof ThresholdScope>;

const Limit = z.number().nullable().describe('null: this level never fires here');

export const ThresholdInput = z
  .strictObject({
    check: CheckId,
    scope: ThresholdScope,
    warning: Limit,
    critical: Limit,
    enabled: z.boolean().default(true).describe('false: the check is off in this scope'),
    note: z.string().max(1000).default(''),
  })
  .meta({ id: 'ThresholdInput' });
export type ThresholdInput = z.infer<typeof ThresholdInput>;

export const Threshold = z
  .object({ ...ThresholdInput.shape, id: Id, revision: z.number().int(), updatedAt: Instant, updatedBy: z.string() })
  .meta({ id: 'Threshold' });
export type Threshold = z.infer<typeof Threshold>;

/** The limit in force for one check on one server (and item), and which scope it comes from. */
export const EffectiveThreshold = z
  .object({
    check: CheckId,
    serverId: Id,
    serverName: z.string(),
    item: z.string().nullable(),
    warning: Limit,
    critical: Limit,
    enabled: z.boolean(),
    from: ThresholdScope,
    thresholdId: Id.nullable().describe('null: the shipped default'),
    value: z.number().nullable().describe('What was measured last; null when nothing was'),
    wouldFire: Severity.nullable().describe('The level the last value is past, not counting the for-duration'),
  })
  .meta({ id: 'EffectiveThreshold' });
export type EffectiveThreshold = z.infer<typeof EffectiveThreshold>;

export const EffectiveQuery = z.object({ server: Id.optional(), check: CheckId.optional() });
export const EffectiveThresholds = z.object({ items: z.array(EffectiveThreshold) });

/** The seed's alert condition: one limit, said the short way. */
export const AlertCondition = z
  .object({
    id: Id,
    check: CheckId,
    severity: Severity,
    comparison: z.enum(['above', 'below']),
    limit: z.number(),
    scope: ThresholdScope,
    for: z.string(),
  })
  .meta({ id: 'AlertCondition' });
export const AlertConditionInput = z
  .strictObject({ check: CheckId, severity: Severity, limit: z.number(), serverId: Id.nullable().default(null) })
  .meta({ id: 'AlertConditionInput' });

export const CheckInfo = z
  .object({
    id: CheckId,
    title: z.string(),
    unit: z.string(),
    comparison: z.enum(['above', 'below']),
    dimension: z.string().nullable(),
    warning: Limit,
    critical: Limit,
    for: z.string(),
    hysteresis: z.number(),
    about: z.string(),
  })
  .meta({ id: 'CheckInfo' });

export const thresholdEndpoints = {
  listChecks: endpoint({ method: 'GET', path: '/checks', role: 'viewer', tag: 'thresholds', summary: 'Every check, with its shipped limits', reply: z.object({ items: z.array(CheckInfo) }) }),
  listThresholds: endpoint({ method: 'GET', path: '/thresholds', role: 'viewer', tag: 'thresholds', summary: 'Limits that people set', query: PageQuery.extend({ check: CheckId.optional(), server: Id.optional() }), reply: pageOf(Threshold), errors: ['bad_cursor'] }),
  putThreshold: endpoint({ method: 'POST', path: '/thresholds', role: 'operator', tag: 'thresholds', summary: 'Set the limits of a check in a scope (one record per check and scope)', body: ThresholdInput, reply: Threshold, status: 201, etag: true, errors: ['server_not_found', 'unprocessable'] }),
  getThreshold: endpoint({ method: 'GET', path: '/thresholds/{id}', role: 'viewer', tag: 'thresholds', summary: 'Read limits', params: IdParams, reply: Threshold, etag: true, errors: ['threshold_not_found'] }),
  replaceThreshold: endpoint({ method: 'PUT', path: '/thresholds/{id}', role: 'operator', tag: 'thresholds', summary: 'Replace limits', params: IdParams, body: ThresholdInput, reply: Threshold, etag: true, ifMatch: true, errors: ['threshold_not_found', 'server_not_found', 'precondition_failed', 'conflict', 'unprocessable'] }),
  deleteThreshold: endpoint({ method: 'DELETE', path: '/thresholds/{id}', role: 'operator', tag: 'thresholds', summary: 'Remove limits; the next wider scope is in force', params: IdParams, reply: z.void(), ifMatch: true, errors: ['threshold_not_found', 'precondition_failed'] }),
  effectiveThresholds: endpoint({ method: 'GET', path: '/thresholds/effective', role: 'viewer', tag: 'thresholds', summary: 'Limits in force, where each comes from, and what would fire now', query: EffectiveQuery, reply: EffectiveThresholds, errors: ['server_not_found'] }),
  previewThreshold: endpoint({ method: 'POST', path: '/thresholds/preview', role: 'operator', tag: 'thresholds', summary: 'What would be in force, and fire, with these limits', body: ThresholdInput, reply: EffectiveThresholds, errors: ['server_not_found', 'unprocessable'] }),
  listAlertConditions: endpoint({ method: 'GET', path: '/alerts', role: 'viewer', tag: 'thresholds', summary: 'Alert conditions: every limit, one a line', reply: z.object({ items: z.array(AlertCondition), next: z.null() }) }),
  createAlertCondition: endpoint({ method: 'POST', path: '/alerts', role: 'operator', tag: 'thresholds', summary: 'Set one limit', body: AlertConditionInput, reply: AlertCondition, status: 201, errors: ['server_not_found', 'unprocessable'] }),
};
