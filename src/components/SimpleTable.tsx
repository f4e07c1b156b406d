import React, { type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import { getCardStyles, isBlank } from './cardStyles';

interface SimpleTableProps {
  title: string;
  head: string[];
  rows: ReactNode[][];
  /** Shown instead of nothing when there are no rows. */
  empty?: string;
  /** The column that names a row: it leads the card which a row is below 768 px. */
  lead?: number;
}

/** Longer text wraps, so that one cell does not push the columns after it out of sight. */
const longText = 40;

/** A few rows with a heading; absent when there is nothing to tell. It scrolls on its own where it is too wide, and is cards on a phone. */
export function SimpleTable({ title, head, rows, empty, lead = 0 }: SimpleTableProps) {
  const styles = useStyles2(getStyles);
  const card = useStyles2(getCardStyles);
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
            <thead className={card.head}>
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
                <tr key={at} className={card.row}>
                  {row.map((cell, column) => (
                    <td
                      key={column}
                      data-title={head[column]}
                      data-lead={column === lead || undefined}
                      data-blank={isBlank(cell) || undefined}
                      className={cx(typeof cell === 'string' && cell.length > longText && styles.long, card.cell)}
                    >
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
    'tr:has(details[open]) td': { verticalAlign: 'top' },
    [theme.breakpoints.down('md')]: { '&, tbody': { display: 'block' } },
  }),
  // The rule of the table is as strong: && wins.
  long: css({ 'td&&': { whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: 240 } }),
});
