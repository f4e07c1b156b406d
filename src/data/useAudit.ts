import type { z } from 'zod';
import type { AuditEntry, AuditQuery } from '../../contract/audit.ts';
import { useQuery } from './useQuery';

/** Entries of the audit log, newest first: so many pages of them, and whether there are more. */
export const useAudit = (query: z.input<typeof AuditQuery>, pages: number) =>
  useQuery(`audit?${pages} ${JSON.stringify(query)}`, async (client, signal) => {
    const items: AuditEntry[] = [];
    let next: string | null = null;
    for (let page = 0; page < pages && (page === 0 || next !== null); page += 1) {
      const reply: { items: AuditEntry[]; next: string | null } = await client.listAudit({ query: { ...query, ...(next === null ? {} : { cursor: next }) }, signal });
      items.push(...reply.items);
      next = reply.next;
    }
    return { items, more: next !== null };
  });
