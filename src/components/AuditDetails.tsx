import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import { auditFacts, factText, type AuditFact } from './auditFacts';
import { Facts } from './Facts';

/** As much of the first fact as fits into a row. */
const shortText = 80;

/** What an entry tells: one fact in sight, all of them below it when opened, and the entry as JSON to take along. */
export function AuditDetails({ details }: { details: Record<string, unknown> }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const facts = auditFacts(details);
  // The entry's name stands beside it already.
  const first = facts.find(({ label }) => label !== 'Name' && label !== 'Id') ?? facts[0];
  if (first === undefined) {
    return null;
  }
  const text = factText(first);
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {text.length > shortText ? `${text.slice(0, shortText)}…` : text}
        {facts.length > 1 && <span className={styles.more}> and {facts.length - 1} more</span>}
      </summary>
      {/* Made when it is opened: a page has hundreds of entries. */}
      {open && (
        <div className={styles.whole}>
          <Facts facts={facts.map((fact) => [fact.label, <FactValue key={fact.label} fact={fact} />])} />
          <ClipboardButton className={styles.copy} icon="copy" size="sm" variant="secondary" getText={() => JSON.stringify(details, null, 2)}>
            Copy as JSON
          </ClipboardButton>
        </div>
      )}
    </details>
  );
}

function FactValue({ fact: { before, now } }: { fact: AuditFact }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.value}>
      {before !== undefined && (
        <>
          <del className={styles.before}>{before}</del>
          {' → '}
        </>
      )}
      {now ?? 'removed'}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  details: css({ whiteSpace: 'normal', overflowWrap: 'anywhere', summary: { cursor: 'pointer' }, [theme.breakpoints.up('md')]: { minWidth: 320 } }),
  more: css({ color: theme.colors.text.secondary }),
  whole: css({ margin: theme.spacing(1, 0), paddingLeft: theme.spacing(1.5), borderLeft: `2px solid ${theme.colors.border.medium}` }),
  value: css({ whiteSpace: 'pre-wrap' }),
  before: css({ color: theme.colors.text.secondary }),
  copy: css({ marginTop: theme.spacing(1) }),
});
