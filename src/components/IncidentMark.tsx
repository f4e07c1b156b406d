import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Mark } from './incidentMarks';

/** How many incidents are open and how bad: mark, number and colour, and the words for who hovers or listens. */
export function IncidentMark({ count, worst, taken }: Mark) {
  const styles = useStyles2(getStyles);
  const words = `${count} ${count === 1 ? 'incident' : 'incidents'}, ${worst}${taken ? ', taken' : ''}`;
  return (
    <span className={`${styles.mark} ${taken ? styles.taken : styles[worst]}`} title={words}>
      <Icon name={taken ? 'check' : worst === 'critical' ? 'exclamation-circle' : 'exclamation-triangle'} size="sm" aria-hidden />
      <span aria-hidden>{count}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.25), whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
  warning: css({ color: theme.colors.warning.text }),
  critical: css({ color: theme.colors.error.text }),
  taken: css({ color: theme.colors.text.secondary }),
});
