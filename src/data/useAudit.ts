import type { z } from 'zod';
import type { AuditQuery } from '../../contract/audit.ts';
import { useQuery } from './useQuery';

export const useAudit = (query: z.input<typeof AuditQuery>) =>
  useQuery(`audit?${JSON.stringify(query)}`, (client, signal) => client.listAudit({ query, signal }));
