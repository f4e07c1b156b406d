import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { firstLimit, levelOf, type InForce } from './inForce';

interface MeterProps {
  percent: number;
  label: string;
  inForce?: InForce | undefined;
}

/** A share as a bar with a mark at its own limit; its colour changes only when it crosses it. */
export function Meter({ percent, label, inForce }: MeterProps) {
  const styles = useStyles2(getStyles);
  const mark = firstLimit(inForce);
  const named = mark === null ? label : `${label}, limit ${mark} %`;
  return (
    <div role="meter" aria-label={named} title={named} aria-valuenow={Math.round(percent)} aria-valuemin={0} aria-valuemax={100} className={styles.bar}>
      <div className={styles[levelOf(percent, inForce) ?? 'calm']} style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      {mark !== null && mark < 100 && <div className={styles.mark} style={{ left: `${mark}%` }} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const fill = { height: '100%', borderRadius: theme.shape.radius.default };
  return {
    bar: css({ position: 'relative', height: 6, minWidth: 40, background: theme.colors.border.weak, borderRadius: theme.shape.radius.default, overflow: 'hidden', flex: 1 }),
    mark: css({ position: 'absolute', top: 0, bottom: 0, width: 2, background: theme.colors.text.secondary }),
    calm: css({ ...fill, background: theme.colors.primary.main }),
    warning: css({ ...fill, background: theme.colors.warning.main }),
    critical: css({ ...fill, background: theme.colors.error.main }),
  };
};
