import React from 'react';
import type { z } from 'zod';
import type { AuditQuery } from '../../contract/audit.ts';
import { useAudit } from '../data/useAudit';
import { Ago } from './Ago';
import { QueryView } from './QueryView';
import { SimpleTable } from './SimpleTable';

/** Who did what, newest first. */
export function AuditList({ query, empty }: { query: z.input<typeof AuditQuery>; empty: string }) {
  const audit = useAudit(query);
  return (
    <QueryView query={audit} what="the audit log">
      {({ items }) => (
        <SimpleTable
          title=""
          empty={empty}
          head={['When', 'Who', 'What', 'On', 'From', 'Details']}
          rows={items.map((entry) => [<Ago key="at" at={entry.at} />, entry.actor, entry.action, entry.targetName ?? entry.targetId ?? '–', entry.from, detailText(entry.details)])}
        />
      )}
    </QueryView>
  );
}

const detailText = (details: Record<string, unknown>) => Object.entries(details).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
