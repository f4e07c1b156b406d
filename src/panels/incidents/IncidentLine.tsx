import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { personName } from '../../components/personName';
import type { IncidentRow } from './incidentRows';

interface IncidentLineProps {
  row: IncidentRow;
  showServer: boolean;
  /** Absent for those who may not. */
  onAcknowledge: (() => void) | undefined;
}

/** One incident: how bad by icon, word and colour; what it is; how long; whether somebody took it. */
export function IncidentLine({ row: { severity, state, text, server, takenBy, at, links }, showServer, onAcknowledge }: IncidentLineProps) {
  const styles = useStyles2(getStyles);
  const link = links[0];
  const tone = state === 'resolved' ? styles.quiet : severity === 'critical' ? styles.critical : styles.warning;
  return (
    <li className={styles.line}>
      <span className={tone}>
        <Icon name={state === 'resolved' ? 'check' : severity === 'critical' ? 'exclamation-circle' : 'exclamation-triangle'} size="sm" /> {severity}
      </span>
      <span className={styles.what}>
        {link === undefined ? text : <a href={link.href} target={link.target} title={link.title} onClick={link.onClick} className={styles.link}>{text}</a>}
        <span className={styles.quiet}>
          {showServer && server !== '' && `${server} · `}
          {at !== undefined && <span title={dateTimeFormat(at)}>{dateTimeFormatTimeAgo(at)}</span>}
          {state !== 'firing' && ` · ${state}${takenBy === '' ? '' : ` by ${personName(takenBy)}`}`}
        </span>
      </span>
      {state === 'firing' && onAcknowledge !== undefined && (
        <Button size="sm" variant="secondary" onClick={onAcknowledge}>
          Acknowledge
        </Button>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const tone = { whiteSpace: 'nowrap', fontSize: theme.typography.bodySmall.fontSize, minWidth: 74 } as const;
  return {
    line: css({ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: theme.spacing(0.5, 1), padding: theme.spacing(0.5, 1), borderBottom: `1px solid ${theme.colors.border.weak}` }),
    critical: css({ ...tone, color: theme.colors.error.text }),
    warning: css({ ...tone, color: theme.colors.warning.text }),
    quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, minWidth: 0 }),
    what: css({ flex: '1 1 160px', minWidth: 0, display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' }),
    link: css({ color: theme.colors.text.primary, '&:hover': { textDecoration: 'underline' } }),
  };
};
