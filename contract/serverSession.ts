import { z } from 'zod';
import { endpoint, IdParams, Instant } from './endpoint.ts';

/** The one login that everything on a server goes through, and how earlier ones went. */
export const ServerSession = z
  .object({
    connected: z.boolean(),
    since: Instant.nullable().describe('When the present session began'),
    reader: z.enum(['perl', 'awk', 'sh', 'exec']).nullable().describe('What reads files there; null before the first poll, and while there is no session'),
    logins: z.number().int().describe('Logins that worked since the exporter started'),
    failedLogins: z.number().int().describe('Attempts that did not, since the exporter started'),
    lastFailure: z.object({ at: Instant, reason: z.string(), message: z.string() }).nullable(),
    lastEnd: z.object({ at: Instant, reason: z.string(), message: z.string() }).nullable().describe('Why the session before ended'),
    receivedBytes: z.number().nullable().describe('Over the present session'),
    sentBytes: z.number().nullable(),
    hungCommands: z.array(z.string()).describe('Commands of collectors that did not end in time at their last try'),
  })
  .meta({ id: 'ServerSession' });
export type ServerSession = z.infer<typeof ServerSession>;

export const serverSessionEndpoints = {
  getServerSession: endpoint({ method: 'GET', path: '/servers/{id}/session', role: 'viewer', tag: 'status', summary: 'The session of a server: since when, how many logins it took, what reads there', params: IdParams, reply: ServerSession, errors: ['server_not_found'] }),
};
