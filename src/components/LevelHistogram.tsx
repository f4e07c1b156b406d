import React from 'react';
import { css, cx } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useTheme2, useStyles2 } from '@grafana/ui';
import { LogLevel } from '../../contract/logSource.ts';
import type { LevelBucket } from './levelBuckets';

interface LevelHistogramProps {
  buckets: LevelBucket[];
  /** Makes each bar a way to its own lines. */
  onPick?: (from: number, to: number) => void;
}

/** How many lines of each level, over time, as stacked bars; a bar says its numbers on hover and to readers. */
export function LevelHistogram({ buckets, onPick }: LevelHistogramProps) {
  const styles = useStyles2(getStyles);
  const colors = levelColors(useTheme2());
  const totals = buckets.map(({ levels }) => Object.values(levels).reduce((sum, count) => sum + (count ?? 0), 0));
  const most = Math.max(1, ...totals);
  const width = buckets.length < 2 ? 0 : Date.parse(buckets[1]?.at ?? '') - Date.parse(buckets[0]?.at ?? '');
  return (
    <div>
      <div className={styles.bars} role={onPick === undefined ? 'img' : 'group'} aria-label={`${totals.reduce((sum, count) => sum + count, 0)} lines by level over time`}>
        {buckets.map(({ at, levels }, index) => {
          const words = `${dateTimeFormat(at)}: ${Object.entries(levels).map(([level, count]) => `${count} ${level}`).join(', ') || 'none'}`;
          const stack = LogLevel.options.map((level) => {
            const count = levels[level] ?? 0;
            return count === 0 ? null : <span key={level} className={styles.part} style={{ height: `${(100 * count) / most}%`, background: colors[level] }} />;
          });
          return onPick === undefined || totals[index] === 0 ? (
            <div key={at} className={styles.bar} title={words}>
              {totals[index] === 0 ? <span className={styles.none} /> : stack}
            </div>
          ) : (
            <button key={at} type="button" className={cx(styles.bar, styles.button)} title={words} aria-label={`Lines of ${words}`} onClick={() => onPick(Date.parse(at), Date.parse(at) + width)}>
              {stack}
            </button>
          );
        })}
      </div>
      <div className={styles.axis} aria-hidden>
        <span>{dateTimeFormat(buckets[0]?.at ?? 0)}</span>
        <span>{dateTimeFormat(Date.parse(buckets.at(-1)?.at ?? '') + width)}</span>
      </div>
    </div>
  );
}

const levelColors = ({ colors, visualization }: GrafanaTheme2): Record<LogLevel, string> => ({
  trace: colors.border.strong,
  debug: colors.border.strong,
  info: visualization.getColorByName('green'),
  notice: visualization.getColorByName('blue'),
  warning: visualization.getColorByName('orange'),
  error: visualization.getColorByName('red'),
  critical: visualization.getColorByName('dark-red'),
  unknown: colors.text.disabled,
});

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({ display: 'flex', gap: 1, height: 72, alignItems: 'flex-end' }),
  bar: css({ flex: 1, height: '100%', display: 'flex', flexDirection: 'column', justifyContent: 'flex-end' }),
  axis: css({ display: 'flex', justifyContent: 'space-between', flexWrap: 'wrap', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, fontVariantNumeric: 'tabular-nums' }),
  button: css({ background: 'none', border: 0, padding: 0, minWidth: 0, '&:hover': { background: theme.colors.action.hover } }),
  part: css({ display: 'block', width: '100%' }),
  none: css({ display: 'block', height: 1, background: theme.colors.border.weak }),
});
