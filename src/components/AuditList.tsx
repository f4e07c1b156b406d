import React, { useState } from 'react';
import { Button, Stack } from '@grafana/ui';
import type { z } from 'zod';
import type { AuditQuery } from '../../contract/audit.ts';
import { useAudit } from '../data/useAudit';
import { Ago } from './Ago';
import { AuditDetails } from './AuditDetails';
import { QueryView } from './QueryView';
import { SimpleTable } from './SimpleTable';

/** Who did what, newest first. */
export function AuditList({ query, empty }: { query: z.input<typeof AuditQuery>; empty: string }) {
  const [pages, setPages] = useState(1);
  const audit = useAudit(query, pages);
  return (
    <QueryView query={audit} what="the audit log">
      {({ items, more }) => (
        <Stack direction="column" gap={1} alignItems="stretch">
          <SimpleTable
            title=""
            empty={empty}
            head={['When', 'Who', 'What', 'On', 'From', 'Details']}
            rows={items.map((entry) => [<Ago key="at" at={entry.at} />, whoOf(entry.actor), entry.action, entry.targetName ?? entry.targetId ?? '–', entry.from, <AuditDetails key="details" details={entry.details} />])}
          />
          {more && (
            <div>
              <Button variant="secondary" size="sm" onClick={() => setPages((present) => present + 1)}>
                Show older entries
              </Button>
            </div>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

/** A person by name; a token, a chat or the command line stays one: here the way matters. */
const whoOf = (actor: string) => actor.replace(/^grafana:/, '');
