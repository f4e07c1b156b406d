import React, { useMemo } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { LimitBook } from '../../../contract/limits.ts';
import { Ago } from '../../components/Ago';
import { firstLimit, levelOf, type InForce } from '../../components/inForce';
import { IncidentMark } from '../../components/IncidentMark';
import type { Mark } from '../../components/incidentMarks';
import { SparkPath } from '../../components/SparkPath';
import { StatusBadge } from '../../components/StatusBadge';
import { StatusReason } from '../../components/StatusReason';
import { TagNames } from '../../components/TagNames';
import { uptime, units } from '../../components/units';
import { VirtualTable, type Column } from '../../components/VirtualTable';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';
import { fleetColumns } from './fleetColumns';

interface FleetTableProps {
  /** Columns by their ids, with commas; empty for all. */
  shown: string;
  rows: FleetRow[];
  book: LimitBook;
  /** What is open, by server. */
  marks: ReadonlyMap<string, Mark>;
  sort: string;
  onSort: (sort: string) => void;
}

/** The fleet as rows: the same values as the tiles, to be compared and sorted. */
export function FleetTable({ shown, rows, book, marks, sort, onSort }: FleetTableProps) {
  const columns = useMemo(() => {
    const wanted = shown.split(',').filter((id) => id in fleetColumns);
    return columnsOf(book, marks).filter(({ id }) => id === 'name' || wanted.length === 0 || wanted.includes(id));
  }, [book, marks, shown]);
  return <VirtualTable label="Servers" columns={columns} rows={rows} rowKey={(row) => row.server.id} sort={sort} onSort={onSort} empty="No server matches the filter" />;
}

function columnsOf(book: LimitBook, marks: ReadonlyMap<string, Mark>): Array<Column<FleetRow>> {
  const inForce = ({ server }: FleetRow, check: 'cpu' | 'memory' | 'disk_space', item = ''): InForce => ({ check, limits: book.limits(check, server, item) });
  return [
    { id: 'name', title: 'Server', width: 'minmax(0, 1.2fr)', sortable: true, link: (row) => paths.server(row.server.id), cell: (row) => row.server.name },
    { id: 'status', title: fleetColumns.status, width: 'minmax(0, 2fr)', sortable: true, cell: (row) => <State row={row} mark={marks.get(row.server.id)} /> },
    { id: 'cpu', title: fleetColumns.cpu, width: '116px', sortable: 'down', cell: (row) => (row.vitals === undefined ? '–' : <Cpu row={row} inForce={inForce(row, 'cpu')} />) },
    { id: 'memory', title: fleetColumns.memory, width: '72px', sortable: 'down', cell: (row) => <Share row={row} percent={row.vitals?.memoryPercent} inForce={inForce(row, 'memory')} /> },
    {
      id: 'disk',
      title: fleetColumns.disk,
      width: '120px',
      sortable: 'down',
      cell: (row) => {
        const mount = row.vitals?.fullestMount ?? undefined;
        return <Share row={row} percent={mount?.usedPercent} name={mount?.mountpoint} inForce={inForce(row, 'disk_space', mount?.mountpoint)} />;
      },
    },
    { id: 'load', title: fleetColumns.load, width: '56px', sortable: 'down', cell: (row) => units.load(row.vitals?.load1) },
    { id: 'uptime', title: fleetColumns.uptime, width: '88px', sortable: 'down', cell: (row) => uptime(row.vitals?.uptimeSeconds) },
    { id: 'seen', title: fleetColumns.seen, width: '112px', sortable: true, cell: (row) => <Ago at={row.status.lastSeen} /> },
    { id: 'tags', title: fleetColumns.tags, width: 'minmax(0, 1.4fr)', cell: (row) => <TagNames tags={row.server.tags} most={3} /> },
  ];
}

function State({ row: { status }, mark }: { row: FleetRow; mark: Mark | undefined }) {
  const styles = useStyles2(getStyles);
  return (
    <span>
      <StatusBadge state={status.state} /> {mark !== undefined && <IncidentMark {...mark} />}
      {status.state !== 'up' && (
        <span className={styles.reason} title={status.message ?? ''}>
          <StatusReason status={status} />
        </span>
      )}
    </span>
  );
}

function Cpu({ row, inForce }: { row: FleetRow; inForce: InForce }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.cpu}>
      <Share row={row} percent={row.vitals?.cpuPercent} inForce={inForce} />
      <SparkPath values={row.sparkline?.cpuPercent ?? []} label={`CPU of ${row.server.name} in the last hour`} limit={firstLimit(inForce)} />
    </span>
  );
}

interface ShareProps {
  row: FleetRow;
  percent: number | null | undefined;
  inForce: InForce;
  name?: string | undefined;
}

/** The colour belongs to the value that crossed its limit; what was read before the server went away is dimmed. */
function Share({ row, percent, inForce, name }: ShareProps) {
  const styles = useStyles2(getStyles);
  const limit = firstLimit(inForce);
  return (
    <span className={cx(styles[levelOf(percent, inForce) ?? 'calm'], row.status.state !== 'up' && styles.stale)} title={limit === null ? undefined : `limit ${limit} %`}>
      {name !== undefined && `${name} `}
      {units.percent(percent)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  reason: css({ display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  cpu: css({ display: 'grid', gridTemplateColumns: '44px minmax(0, 1fr)', alignItems: 'center', gap: theme.spacing(1) }),
  calm: css({}),
  warning: css({ color: theme.colors.warning.text, fontWeight: theme.typography.fontWeightMedium }),
  critical: css({ color: theme.colors.error.text, fontWeight: theme.typography.fontWeightMedium }),
  stale: css({ opacity: 0.6 }),
});
