import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { tileHeight } from './tileStyles';

const tiles = Array.from({ length: 8 }, (_, at) => at);

/** The place of what comes, so that nothing jumps when it does. */
export function FleetSkeleton() {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" aria-label="Loading the fleet">
      <div className={styles.bar} />
      <div className={styles.grid}>
        {tiles.map((at) => (
          <div key={at} className={styles.tile} />
        ))}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const block = { background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default };
  return {
    bar: css({ ...block, height: theme.spacing(4), marginBottom: theme.spacing(7) }),
    grid: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', gap: theme.spacing(1) }),
    tile: css({ ...block, height: tileHeight }),
  };
};
