import React, { useEffect, useRef } from 'react';
import { css, cx } from '@emotion/css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { LogLine } from '../../contract/logs.ts';

interface LogLinesViewProps {
  lines: LogLine[];
  wrap: boolean;
  /** Stay at the newest line while it grows. */
  follow: boolean;
  onFollow?: (follow: boolean) => void;
  /** Say which server and source each line is of. */
  origin?: Map<string, string>;
  onPick?: (line: LogLine) => void;
  /** A moment in milliseconds: its line is marked, and in sight at first. */
  mark?: number | undefined;
  height?: string;
}

/**
 * A list that is emptied and filled between two frames is back where it was when the browser drew last, and no scroll event comes;
 * the virtualizer then stays with the place it looked up meanwhile, and draws the wrong rows.
 */
function tellPlace(element: HTMLElement | null, known: number): void {
  // By more than the fractions of a pixel that a browser rounds.
  if (element !== null && Math.abs(element.scrollTop - known) > 1.5) {
    element.dispatchEvent(new Event('scroll'));
  }
}

/** Lines of logs, oldest first, only those in sight in the page. Level is said by colour and word. */
export function LogLinesView({ lines, wrap, follow, onFollow, origin, onPick, mark, height = '60vh' }: LogLinesViewProps) {
  const styles = useStyles2(getStyles);
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the list is what must render anew when it scrolls
  const virtualizer = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => 20, overscan: 20 });
  const marked = mark === undefined ? -1 : lines.findIndex(({ time }) => time !== null && Date.parse(time) >= mark);
  useEffect(() => {
    if (marked >= 0) {
      virtualizer.scrollToIndex(marked, { align: 'center' });
    } else if (follow && lines.length > 0) {
      virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
    }
    const frame = requestAnimationFrame(() => tellPlace(box.current, virtualizer.scrollOffset ?? 0));
    return () => cancelAnimationFrame(frame);
  }, [follow, lines, marked, virtualizer]);
  const last = useRef({ top: 0, height: 0 });
  const scrolled = () => {
    const element = box.current;
    if (element === null || onFollow === undefined) {
      return;
    }
    const { scrollTop: top, scrollHeight: tall, clientHeight } = element;
    // Following only moves down: who moves up, over the same lines, is a person.
    const up = top < last.current.top - 1 && tall === last.current.height;
    const atEnd = tall - top - clientHeight < 40;
    last.current = { top, height: tall };
    if (follow && up && !atEnd) {
      onFollow(false);
    } else if (!follow && atEnd) {
      onFollow(true);
    }
  };
  return (
    <div ref={box} className={styles.box} style={{ height }} onScroll={scrolled} tabIndex={0} role="log" aria-label="Log lines" aria-live="off">
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index] as LogLine;
          return (
            <div key={item.key} data-index={item.index} ref={virtualizer.measureElement} className={cx(styles.line, wrap ? styles.wrap : styles.noWrap, item.index === marked && styles.marked)} style={{ transform: `translateY(${item.start}px)` }}>
              <span className={cx(styles.level, styles[line.level])}>{line.level === 'unknown' ? '' : line.level}</span>
              <span className={styles.time}>{line.time === null ? '' : dateTimeFormat(line.time, { format: 'YYYY-MM-DD HH:mm:ss' })}</span>
              {origin !== undefined && (
                <span className={styles.origin}>
                  {line.serverName} {origin.get(line.sourceId)}
                </span>
              )}
              {onPick === undefined ? (
                <span>{line.message}</span>
              ) : (
                <button type="button" className={styles.pick} onClick={() => onPick(line)}>
                  {line.message}
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const error = css({ color: theme.colors.error.text });
  const quiet = css({ color: theme.colors.text.secondary });
  return {
    box: css({ overflow: 'auto', border: `1px solid ${theme.colors.border.weak}`, borderRadius: theme.shape.radius.default, background: theme.colors.background.canvas, fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
    line: css({ position: 'absolute', top: 0, left: 0, minWidth: '100%', display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.125, 1), '&:hover': { background: theme.colors.action.hover } }),
    wrap: css({ width: '100%', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap', [theme.breakpoints.down('sm')]: { flexWrap: 'wrap' } }),
    noWrap: css({ whiteSpace: 'pre' }),
    marked: css({ background: theme.colors.action.selected, boxShadow: `inset 2px 0 0 ${theme.colors.primary.main}` }),
    level: css({ width: 62, flexShrink: 0 }),
    time: css({ flexShrink: 0, color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    origin: css({ flexShrink: 0, color: theme.colors.info.text }),
    pick: css({ font: 'inherit', background: 'none', border: 0, padding: 0, textAlign: 'left', whiteSpace: 'inherit', color: 'inherit', overflowWrap: 'inherit' }),
    trace: quiet,
    debug: quiet,
    info: css({ color: theme.colors.success.text }),
    notice: css({ color: theme.colors.info.text }),
    warning: css({ color: theme.colors.warning.text }),
    error,
    critical: error,
    unknown: quiet,
  };
};
