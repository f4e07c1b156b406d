import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { StatusState } from '../../contract/status.ts';

export const statusMarks: Record<StatusState, string> = { up: '✓', down: '●', paused: '‖', pending: '○' };

/** The state of a server: mark, word and colour, so that none of the three is needed alone. */
export function StatusBadge({ state }: { state: StatusState }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={`${styles.badge} ${styles[state]}`}>
      <span aria-hidden="true">{statusMarks[state]}</span> {state}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  badge: css({ whiteSpace: 'nowrap', fontWeight: theme.typography.fontWeightMedium }),
  up: css({ color: theme.colors.success.text }),
  down: css({ color: theme.colors.error.text }),
  paused: css({ color: theme.colors.text.secondary }),
  pending: css({ color: theme.colors.info.text }),
});
