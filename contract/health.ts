import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** Open to everyone, so it tells only whether the service is well. Served at /health too. */
export const Health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    database: z.enum(['ok', 'failed']),
    pollingLagSeconds: z.number().nullable().describe('How late the last polls began; null before the first one'),
    sessions: z.number().int().describe('SSH connections that stand'),
    feedClients: z.number().int().describe('Clients of the live feed'),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const healthEndpoints = {
  getHealth: endpoint({ method: 'GET', path: '/health', role: 'open', tag: 'service', summary: 'Whether the exporter is well', reply: Health }),
};
