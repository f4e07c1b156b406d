import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useTheme2, useStyles2 } from '@grafana/ui';
import { LogLevel } from '../../contract/logSource.ts';
import type { LevelBucket } from './levelBuckets';

/** How many lines of each level, over time, as stacked bars; a bar says its numbers on hover and to readers. */
export function LevelHistogram({ buckets }: { buckets: LevelBucket[] }) {
  const styles = useStyles2(getStyles);
  const colors = levelColors(useTheme2());
  const totals = buckets.map(({ levels }) => Object.values(levels).reduce((sum, count) => sum + (count ?? 0), 0));
  const most = Math.max(1, ...totals);
  return (
    <div className={styles.bars} role="img" aria-label={`${totals.reduce((sum, count) => sum + count, 0)} lines by level over time`}>
      {buckets.map(({ at, levels }, index) => (
        <div key={at} className={styles.bar} title={`${dateTimeFormat(at)}: ${Object.entries(levels).map(([level, count]) => `${count} ${level}`).join(', ') || 'none'}`}>
          {LogLevel.options.map((level) => {
            const count = levels[level] ?? 0;
            return count === 0 ? null : <div key={level} style={{ height: `${(100 * count) / most}%`, background: colors[level] }} />;
          })}
          {totals[index] === 0 && <div className={styles.none} />}
        </div>
      ))}
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
  none: css({ height: 1, background: theme.colors.border.weak }),
});
