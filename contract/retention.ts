import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** How long one kind of record stays. */
export const Retention = z
  .object({
    what: z.enum(['history', 'runs', 'incidents', 'audit']).describe('incidents: from when they were resolved'),
    seconds: z.number(),
    setting: z.string().nullable().describe('The environment variable that changes it; null: fixed'),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof Retention>;

export const retentionEndpoints = {
  listRetention: endpoint({ method: 'GET', path: '/retention', role: 'viewer', tag: 'service', summary: 'How long each kind of record is kept', reply: z.object({ items: z.array(Retention) }) }),
};
