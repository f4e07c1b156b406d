import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';

interface SimpleTableProps {
  title: string;
  head: string[];
  rows: ReactNode[][];
  /** Shown instead of nothing when there are no rows. */
  empty?: string;
}

/** Longer text wraps, so that one cell does not push the columns after it out of sight. */
const longText = 40;

/** A few rows with a heading; absent when there is nothing to tell. It scrolls on its own where it is too wide. */
export function SimpleTable({ title, head, rows, empty }: SimpleTableProps) {
  const styles = useStyles2(getStyles);
  if (rows.length === 0 && empty === undefined) {
    return null;
  }
  return (
    <section aria-label={title}>
      {title !== '' && (
        <Text element="h3" variant="h6">
          {title}
        </Text>
      )}
      {rows.length === 0 ? (
        <Text color="secondary">{empty ?? ''}</Text>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={title}>
          <table className={styles.table}>
            <thead>
              <tr>
                {head.map((name, at) => (
                  <th key={at} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, column) => (
                    <td key={column} className={typeof cell === 'string' && cell.length > longText ? styles.long : undefined}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', marginTop: theme.spacing(0.5) }),
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    'th, td': { padding: theme.spacing(0.5, 1), textAlign: 'left', borderBottom: `1px solid ${theme.colors.border.weak}`, whiteSpace: 'nowrap' },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular, fontSize: theme.typography.bodySmall.fontSize },
    'td:empty': { padding: 0 },
  }),
  // The rule of the table is as strong: && wins.
  long: css({ 'td&&': { whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: 240 } }),
});
