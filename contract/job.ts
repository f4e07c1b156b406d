import { z } from 'zod';
import { endpoint, Id, Instant } from './endpoint.ts';

/** Work that goes on after its request was answered, or is worth watching: an import, a bulk edit, a backup. */
export const Job = z
  .object({
    id: Id,
    kind: z.string().describe('What it does: import, bulk_edit, specs_refresh …'),
    title: z.string(),
    actor: z.string(),
    state: z.enum(['running', 'finished', 'failed', 'cancelled']),
    done: z.number().int(),
    failed: z.number().int().describe('Of those done, how many did not work'),
    total: z.number().int().nullable(),
    message: z.string().nullable(),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

export const jobEndpoints = {
  listJobs: endpoint({ method: 'GET', path: '/jobs', role: 'viewer', tag: 'service', summary: 'Jobs under way and those that ended within the last hour, newest first', reply: z.object({ items: z.array(Job) }) }),
};
