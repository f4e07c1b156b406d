import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import type { z } from 'zod';
import type { AuditQuery } from '../../contract/audit.ts';
import { useAudit } from '../data/useAudit';
import { Ago } from './Ago';
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
            rows={items.map((entry) => [<Ago key="at" at={entry.at} />, whoOf(entry.actor), entry.action, entry.targetName ?? entry.targetId ?? '–', entry.from, <Details key="details" of={entry.details} />])}
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

/** As much as fits into a row. */
const shortText = 100;

/** All that an entry tells; what is long is folded, with its beginning in sight. */
function Details({ of }: { of: Record<string, unknown> }) {
  const { long, whole } = useStyles2(getStyles);
  const text = detailText(of);
  return text.length <= shortText ? (
    <>{text}</>
  ) : (
    <details className={long}>
      <summary>{text.slice(0, shortText - 20)}…</summary>
      <pre className={whole}>{JSON.stringify(of, null, 2)}</pre>
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  long: css({ whiteSpace: 'normal', overflowWrap: 'anywhere', [theme.breakpoints.up('md')]: { minWidth: 320 } }),
  whole: css({ whiteSpace: 'pre-wrap', fontSize: theme.typography.bodySmall.fontSize, margin: theme.spacing(0.5, 0) }),
});

const detailText = (details: Record<string, unknown>) => Object.entries(details).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
