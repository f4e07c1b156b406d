import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface MeterProps {
  percent: number;
  label: string;
  /** Where it turns: the limit in force, or what is commonly thought high. */
  warning?: number;
  critical?: number;
}

/** A share as a bar; its colour changes only when it crosses its limit. */
export function Meter({ percent, label, warning = 80, critical = 90 }: MeterProps) {
  const styles = useStyles2(getStyles);
  const level = percent >= critical ? styles.critical : percent >= warning ? styles.warning : styles.calm;
  return (
    <div role="meter" aria-label={label} aria-valuenow={Math.round(percent)} aria-valuemin={0} aria-valuemax={100} className={styles.bar}>
      <div className={level} style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const fill = { height: '100%', borderRadius: theme.shape.radius.default };
  return {
    bar: css({ height: 4, background: theme.colors.border.weak, borderRadius: theme.shape.radius.default, overflow: 'hidden', flex: 1 }),
    calm: css({ ...fill, background: theme.colors.primary.main }),
    warning: css({ ...fill, background: theme.colors.warning.main }),
    critical: css({ ...fill, background: theme.colors.error.main }),
  };
};
