import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done} className={styles.bar}>
      <div className={styles.fill} style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ width: 200, height: 6, background: theme.colors.border.weak, borderRadius: theme.shape.radius.pill, overflow: 'hidden' }),
  fill: css({ height: '100%', background: theme.colors.primary.main }),
});
