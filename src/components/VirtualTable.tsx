import React, { memo, type MouseEvent, type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { GrafanaTheme2 } from '@grafana/data';
import { EmptyState, TextLink, useStyles2 } from '@grafana/ui';
import { getCardStyles, isBlank } from './cardStyles';
import { usePlace } from './usePlace';

export interface Column<T> {
  id: string;
  title: string;
  /** What stands in the head instead of the title. */
  head?: ReactNode;
  /** A track of CSS grid. */
  width: string;
  cell: (row: T) => ReactNode;
  /** `down`: the greatest first at the first click. */
  sortable?: boolean | 'down';
  /** The cell becomes a link, and so the way to open the row by keyboard. */
  link?: (row: T) => string;
  /** Holds a check box: on a card it stands beside the name. */
  corner?: boolean;
}

/** A row at first, until it is measured: as a line of a table, and as a card on a phone. */
const lineHeight = 44;
const cardHeight = 132;
const narrowBelow = 737;

interface VirtualTableProps<T> {
  label: string;
  columns: Array<Column<T>>;
  rows: T[];
  rowKey: (row: T) => string;
  empty: string;
  /** The column it is sorted by, with a dash in front when downwards. */
  sort?: string;
  onSort?: (sort: string) => void;
}

const tracksOf = (columns: Array<Pick<Column<never>, 'width'>>) => columns.map(({ width }) => width).join(' ');
const arrows = { ascending: ' ↑', descending: ' ↓', none: '' } as const;
const directionOf = (id: string, sort: string | undefined) => (sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined);

/** The other way round at the second click. */
function nextSort({ id, sortable }: Pick<Column<never>, 'id' | 'sortable'>, sort: string | undefined): string {
  const present = directionOf(id, sort);
  return present === 'ascending' || (present === undefined && sortable === 'down') ? `-${id}` : id;
}

/** A table of which only the rows in sight are in the page; below 768 px each row is a card (cardStyles). */
export function VirtualTable<T>({ label, columns, rows, rowKey, empty, sort, onSort }: VirtualTableProps<T>) {
  const styles = useStyles2(getStyles);
  const card = useStyles2(getCardStyles);
  const [{ top, width }, body] = usePlace();
  const virtualizer = useWindowVirtualizer({ count: rows.length, estimateSize: () => (width > 0 && width < narrowBelow ? cardHeight : lineHeight), overscan: 12, scrollMargin: top, getItemKey: (index) => rowKey(rows[index] as T) });
  if (rows.length === 0) {
    return <EmptyState variant="not-found" message={empty} />;
  }
  return (
    <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className={styles.table}>
      <div role="row" className={cx(styles.row, styles.head, card.head)} style={{ gridTemplateColumns: tracksOf(columns) }}>
        {columns.map((column) => (
          <div key={column.id} role="columnheader" aria-sort={directionOf(column.id, sort)} className={styles.cell}>
            {column.sortable !== undefined && onSort !== undefined ? (
              <button type="button" className={styles.sort} onClick={() => onSort(nextSort(column, sort))}>
                {column.title}
                {arrows[directionOf(column.id, sort) ?? 'none']}
              </button>
            ) : (
              (column.head ?? column.title)
            )}
          </div>
        ))}
      </div>
      <div role="rowgroup" ref={body} className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          return <TableRow key={item.key} row={rows[item.index] as T} index={item.index} columns={columns} top={item.start - top} measure={virtualizer.measureElement} />;
        })}
      </div>
    </div>
  );
}

interface TableRowProps<T> {
  row: T;
  index: number;
  columns: Array<Column<T>>;
  top: number;
  measure: (element: HTMLElement | null) => void;
}

/** A click beside the links, buttons and boxes of a row opens it, unless it ends a selection of text; by keyboard its link does. */
function openRow({ target, currentTarget }: MouseEvent<HTMLElement>) {
  if (!(target as Element).closest('a, button, input, label') && window.getSelection()?.isCollapsed !== false) {
    currentTarget.querySelector<HTMLElement>('[data-lead] a')?.click();
  }
}

/** Drawn again only when something of it changed: while the page scrolls, the rows in sight stay as they are. */
const TableRow = memo(function TableRow<T>({ row, index, columns, top, measure }: TableRowProps<T>) {
  const styles = useStyles2(getStyles);
  const card = useStyles2(getCardStyles);
  const opens = columns.some(({ link }) => link !== undefined);
  return (
    <div role="row" aria-rowindex={index + 2} data-index={index} ref={measure} onClick={openRow} className={cx(styles.row, styles.line, opens && styles.opens, card.row)} style={{ gridTemplateColumns: tracksOf(columns), transform: `translateY(${top}px)` }}>
      {columns.map((column) => {
        const cell = column.cell(row);
        return (
          <div key={column.id} role="cell" data-title={column.title} data-lead={column.link !== undefined || undefined} data-blank={isBlank(cell) || undefined} className={cx(styles.cell, card.cell, column.corner === true && card.corner)}>
            {column.link === undefined ? (
              cell
            ) : (
              <TextLink inline={false} href={column.link(row)}>
                {cell as string}
              </TextLink>
            )}
          </div>
        );
      })}
    </div>
  );
}) as <T>(props: TableRowProps<T>) => ReactNode;

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ width: '100%' }),
  body: css({ position: 'relative' }),
  row: css({ display: 'grid', columnGap: theme.spacing(1), width: '100%', padding: theme.spacing(1), borderBottom: `1px solid ${theme.colors.border.weak}`, alignItems: 'center' }),
  // Twice as strong: a card of VirtualTable keeps the place that the virtualizer gives it.
  line: css({ '&&': { position: 'absolute', top: 0, left: 0 }, '&:hover': { background: theme.colors.action.hover } }),
  opens: css({ cursor: 'pointer' }),
  head: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  cell: css({ minWidth: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }),
  sort: css({ background: 'none', border: 0, padding: 0, color: 'inherit', fontSize: 'inherit', fontWeight: theme.typography.fontWeightMedium }),
});
