import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/**
 * A percentage over time as one path of SVG. Grafana's Sparkline is a canvas with a chart library behind it, too much
 * for a thousand tiles.
 */
export function SparkPath({ values, label, limit = null }: { values: Array<number | null>; label: string; limit?: number | null }) {
  const styles = useStyles2(getStyles);
  const path = useMemo(() => sparkPath(values), [values]);
  return path === '' ? null : (
    <svg role="img" aria-label={label} viewBox="0 0 100 16" preserveAspectRatio="none" className={styles.svg}>
      {limit !== null && limit < 100 && <path d={`M0 ${heightOf(limit)}H100`} className={styles.limit} vectorEffect="non-scaling-stroke" />}
      <path d={path} className={styles.line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

const heightOf = (value: number) => (15 - Math.min(100, Math.max(0, value)) * 0.14).toFixed(1);

/** Points from left to right over 100 × 16; a null leaves a gap. */
function sparkPath(values: Array<number | null>): string {
  const step = 100 / Math.max(1, values.length - 1);
  let drawing = false;
  return values
    .map((value, at) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const point = `${drawing ? 'L' : 'M'}${(at * step).toFixed(1)} ${heightOf(value)}`;
      drawing = true;
      return point;
    })
    .join('');
}

const getStyles = (theme: GrafanaTheme2) => ({
  svg: css({ width: '100%', height: 16, display: 'block' }),
  limit: css({ fill: 'none', stroke: theme.colors.border.strong, strokeWidth: 1, strokeDasharray: '2 2' }),
  line: css({ fill: 'none', stroke: theme.colors.primary.text, strokeWidth: 1.5 }),
});
