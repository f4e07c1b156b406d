import React, { memo } from 'react';
import { css, cx } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import { Meter } from '../../components/Meter';
import { SparkPath } from '../../components/SparkPath';
import { StatusBadge } from '../../components/StatusBadge';
import { uptime, units } from '../../components/units';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';

export const tileHeight = 148;

/** One server: state first, then the values a person compares. The whole tile opens its page. */
export const ServerTile = memo(
  function ServerTile({ row: { server, status, vitals, sparkline } }: { row: FleetRow }) {
    const styles = useStyles2(getStyles);
    return (
      <div role="listitem" className={styles.cell}>
        <Link to={locationUtil.stripBaseFromUrl(paths.server(server.id))} className={styles.tile}>
          <span className={styles.head}>
            <span className={styles.name}>{server.name}</span>
            <StatusBadge state={status.state} />
          </span>
          {status.state === 'up' || vitals === undefined ? null : <span className={styles.reason}>{status.message}</span>}
          {vitals === undefined ? (
            <>
              <span className={styles.quiet}>{server.host}</span>
              <span className={styles.reason}>{status.message}</span>
            </>
          ) : (
            <span className={cx(styles.values, status.state !== 'up' && styles.stale)}>
              <Value name="cpu" percent={vitals.cpuPercent}>
                <SparkPath values={sparkline?.cpuPercent ?? []} label="CPU in the last hour" />
              </Value>
              <Value name="mem" percent={vitals.memoryPercent} />
              <Value name={vitals.fullestMount?.mountpoint ?? 'disk'} percent={vitals.fullestMount?.usedPercent ?? null} />
              <span className={styles.foot}>
                <span>up {uptime(vitals.uptimeSeconds)}</span>
                <span>load {units.load(vitals.load1)}</span>
              </span>
            </span>
          )}
        </Link>
      </div>
    );
  },
  (before, after) => before.row.status === after.row.status && before.row.vitals === after.row.vitals && before.row.sparkline === after.row.sparkline && before.row.server === after.row.server
);

function Value({ name, percent, children }: { name: string; percent: number | null; children?: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.value}>
      <span className={styles.label}>{name}</span>
      <span className={styles.number}>{units.percent(percent)}</span>
      <span className={styles.graph}>{children ?? (percent !== null && <Meter percent={percent} label={name} />)}</span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const cut = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  const small = { fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary };
  return {
    cell: css({ minWidth: 0 }),
    tile: css({
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      height: tileHeight,
      padding: theme.spacing(1.5),
      overflow: 'hidden',
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      '&:hover': { borderColor: theme.colors.border.strong },
    }),
    head: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
    name: css({ ...cut, fontWeight: theme.typography.fontWeightMedium }),
    quiet: css({ ...cut, ...small }),
    reason: css({ ...small, overflow: 'hidden', display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', flexShrink: 0 }),
    values: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), fontVariantNumeric: 'tabular-nums' }),
    stale: css({ opacity: 0.6 }),
    value: css({ display: 'grid', gridTemplateColumns: '56px 44px 1fr', alignItems: 'center', gap: theme.spacing(1) }),
    label: css({ ...cut, ...small }),
    number: css({ textAlign: 'right' }),
    graph: css({ display: 'flex', alignItems: 'center', minWidth: 0, height: 16 }),
    foot: css({ ...small, display: 'flex', justifyContent: 'space-between' }),
  };
};
