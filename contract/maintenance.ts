import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, PlannedInstant, RecordName } from './endpoint.ts';
import { ServerSelector } from './selector.ts';
import { Duration } from './server.ts';

/** When nobody is to be told: once, or again and again by a cron rule in a time zone. */
export const MaintenanceWhen = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('once'), from: PlannedInstant, to: PlannedInstant }),
    z.strictObject({ type: z.literal('recurring'), cron: z.string().min(9).max(128).describe('When each window begins'), lasts: Duration, timeZone: z.string().min(1).max(64) }),
  ])
  .meta({ id: 'MaintenanceWhen' });

export const MaintenanceInput = z
  .strictObject({
    name: RecordName,
    selector: ServerSelector,
    when: MaintenanceWhen,
    reason: z.string().max(2000).default(''),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'MaintenanceInput' });
export type MaintenanceInput = z.infer<typeof MaintenanceInput>;

export const MaintenanceWindow = z
  .object({ ...MaintenanceInput.shape, id: Id, revision: z.number().int(), createdBy: z.string(), updatedAt: Instant, active: z.boolean(), nextFrom: Instant.nullable(), nextTo: Instant.nullable() })
  .meta({ id: 'MaintenanceWindow' });
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;

/** One time that a window is open: as a calendar shows it. */
export const MaintenanceOccurrence = z.object({ windowId: Id, name: z.string(), from: Instant, to: Instant }).meta({ id: 'MaintenanceOccurrence' });
export type MaintenanceOccurrence = z.infer<typeof MaintenanceOccurrence>;

export const MaintenanceCalendar = z
  .object({ items: z.array(MaintenanceOccurrence), more: z.boolean().describe('There are more than 1000: these are the first') })
  .meta({ id: 'MaintenanceCalendar' });

export const maintenanceEndpoints = {
  listMaintenance: endpoint({ method: 'GET', path: '/maintenance', role: 'viewer', tag: 'maintenance', summary: 'Maintenance windows, active and coming first', reply: z.object({ items: z.array(MaintenanceWindow), next: z.null() }) }),
  maintenanceCalendar: endpoint({
    method: 'GET',
    path: '/maintenance/calendar',
    role: 'viewer',
    tag: 'maintenance',
    summary: 'When windows are open between two instants, at most 100 days apart',
    query: z.strictObject({ from: Instant, to: Instant }),
    reply: MaintenanceCalendar,
    errors: ['unprocessable'],
  }),
  createMaintenance: endpoint({ method: 'POST', path: '/maintenance', role: 'operator', tag: 'maintenance', summary: 'Plan a window', body: MaintenanceInput, reply: MaintenanceWindow, status: 201, etag: true, errors: ['unprocessable', 'name_taken'] }),
  getMaintenance: endpoint({ method: 'GET', path: '/maintenance/{id}', role: 'viewer', tag: 'maintenance', summary: 'Read a window', params: IdParams, reply: MaintenanceWindow, etag: true, errors: ['maintenance_not_found'] }),
  replaceMaintenance: endpoint({ method: 'PUT', path: '/maintenance/{id}', role: 'operator', tag: 'maintenance', summary: 'Replace a window', params: IdParams, body: MaintenanceInput, reply: MaintenanceWindow, etag: true, ifMatch: true, errors: ['maintenance_not_found', 'precondition_failed', 'unprocessable', 'name_taken'] }),
  deleteMaintenance: endpoint({ method: 'DELETE', path: '/maintenance/{id}', role: 'operator', tag: 'maintenance', summary: 'Remove a window', params: IdParams, reply: z.void(), ifMatch: true, errors: ['maintenance_not_found', 'precondition_failed'] }),
};
