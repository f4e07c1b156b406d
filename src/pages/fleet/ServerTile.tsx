import React, { memo } from 'react';
import { cx } from '@emotion/css';
import { dateTimeFormat, locationUtil } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import type { LimitBook } from '../../../contract/limits.ts';
import { firstLimit, levelOf, type InForce } from '../../components/inForce';
import { IncidentMark } from '../../components/IncidentMark';
import type { Mark } from '../../components/incidentMarks';
import { Meter } from '../../components/Meter';
import { SparkPath } from '../../components/SparkPath';
import { StatusBadge } from '../../components/StatusBadge';
import { uptime, units } from '../../components/units';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';
import { getTileStyles } from './tileStyles';

interface ServerTileProps {
  row: FleetRow;
  book: LimitBook;
  /** What is open on it. */
  mark: Mark | undefined;
}

/** One server: state first, then the values a person compares, each beside its own limit. The whole tile opens its page. */
export const ServerTile = memo(function ServerTile({ row: { server, status, vitals, sparkline }, book, mark }: ServerTileProps) {
    const styles = useStyles2(getTileStyles);
    const mount = vitals?.fullestMount ?? null;
    const inForce = (check: 'cpu' | 'memory' | 'disk_space', item = ''): InForce => ({ check, limits: book.limits(check, server, item) });
    const [cpu, memory, disk] = [inForce('cpu'), inForce('memory'), inForce('disk_space', mount?.mountpoint)];
    return (
      <div role="listitem" className={styles.cell}>
        <Link to={locationUtil.stripBaseFromUrl(paths.server(server.id))} className={styles.tile}>
          <span className={styles.head}>
            <span className={styles.name} title={server.name}>
              {server.name}
            </span>
            {mark !== undefined && <IncidentMark {...mark} />}
            <StatusBadge state={status.state} />
          </span>
          {vitals === undefined && <span className={styles.quiet}>{server.host}</span>}
          {status.state !== 'up' && (
            <span className={vitals === undefined ? styles.reason : styles.oneLine} title={status.message ?? ''}>
              {vitals !== undefined && `${seenText(status.lastSeen)} · `}
              {status.message}
            </span>
          )}
          {vitals !== undefined && (
            <span className={cx(styles.values, status.state !== 'up' && styles.stale)}>
              <Value name="cpu" percent={vitals.cpuPercent} inForce={cpu}>
                <SparkPath values={sparkline?.cpuPercent ?? []} label="CPU in the last hour" limit={firstLimit(cpu)} />
              </Value>
              <Value name="mem" percent={vitals.memoryPercent} inForce={memory} />
              <Value name={mount?.mountpoint ?? 'disk'} percent={mount?.usedPercent ?? null} inForce={disk} />
              {status.state === 'up' && (
                <span className={styles.foot}>
                  <span>up {uptime(vitals.uptimeSeconds)}</span>
                  <span>load {units.load(vitals.load1)}</span>
                </span>
              )}
            </span>
          )}
        </Link>
      </div>
    );
});

const seenText = (lastSeen: string | null) => (lastSeen === null ? 'never seen' : `last seen ${dateTimeFormat(lastSeen, { format: 'MMM D, HH:mm' })}`);

interface ValueProps {
  name: string;
  percent: number | null;
  inForce: InForce;
  children?: React.ReactNode;
}

function Value({ name, percent, inForce, children }: ValueProps) {
  const styles = useStyles2(getTileStyles);
  return (
    <span className={styles.value}>
      <span className={styles.label} title={name}>
        {name}
      </span>
      <span className={cx(styles.number, styles[levelOf(percent, inForce) ?? 'calm'])}>{units.percent(percent)}</span>
      <span className={styles.graph}>{children ?? (percent !== null && <Meter percent={percent} label={name} inForce={inForce} />)}</span>
    </span>
  );
}
