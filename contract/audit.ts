import { z } from 'zod';
import { endpoint, Id, Instant, PageQuery, pageOf, Role } from './endpoint.ts';

export const AuditEntry = z
  .object({
    id: Id,
    at: Instant,
    actor: z.string().describe('token:NAME, grafana:LOGIN, telegram:USER, cli, schedule (a command that was due) or system'),
    role: Role.nullable().describe('What the actor might do then; null for what ran by itself'),
    from: z.string().describe('Remote address'),
    action: z.string().describe('noun.verb, such as server.create or host_key.accept'),
    targetType: z.string().nullable(),
    targetId: z.string().nullable(),
    targetName: z.string().nullable().describe('Its name then'),
    requestId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).describe('What changed, never a secret'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditQuery = z.strictObject({
  ...PageQuery.shape,
  actor: z.string().max(256).optional().describe('Exactly this one'),
  notActor: z.string().max(256).optional().describe('All but this one: `schedule` leaves out what commands do when they are due'),
  action: z.string().max(64).optional().describe('This action, or with a dot at the end all that begin so: `server.`'),
  target: z.string().max(256).optional().describe('Id or name of what was changed'),
  text: z.string().max(256).optional().describe('In the actor, action, target or details'),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const auditEndpoints = {
  listAudit: endpoint({ method: 'GET', path: '/audit', role: 'admin', tag: 'access', summary: 'Who changed what, when and from where, newest first', query: AuditQuery, reply: pageOf(AuditEntry), errors: ['bad_cursor'] }),
};
