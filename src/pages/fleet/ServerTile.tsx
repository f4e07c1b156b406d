import React, { memo } from 'react';
import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import { StatusBadge } from '../../components/StatusBadge';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';

export const tileHeight = 136;

/** One server: state first, then the values a person compares. The whole tile opens its page. */
export const ServerTile = memo(function ServerTile({ row: { server, status } }: { row: FleetRow }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="listitem" className={styles.cell}>
      <Link to={locationUtil.stripBaseFromUrl(paths.server(server.id))} className={styles.tile}>
        <span className={styles.head}>
          <span className={styles.name}>{server.name}</span>
          <StatusBadge state={status.state} />
        </span>
        <span className={styles.quiet}>
          {server.username}@{server.host}
          {server.port === 22 ? '' : `:${server.port}`}
        </span>
        {status.message !== null && <span className={styles.reason}>{status.message}</span>}
      </Link>
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
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
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  reason: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary, overflow: 'hidden', display: '-webkit-box', WebkitLineClamp: 3, WebkitBoxOrient: 'vertical' }),
});
