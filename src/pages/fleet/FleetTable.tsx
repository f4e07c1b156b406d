import React from 'react';
import { VirtualTable, type Column } from '../../components/VirtualTable';
import { Ago } from '../../components/Ago';
import { StatusBadge } from '../../components/StatusBadge';
import { StatusReason } from '../../components/StatusReason';
import { TagNames } from '../../components/TagNames';
import { uptime, units } from '../../components/units';
import type { FleetRow } from '../../data/fleetRow';
import { paths } from '../../data/paths';

const columns: Array<Column<FleetRow>> = [
  { id: 'name', title: 'Server', width: '2fr', sortable: true, link: (row) => paths.server(row.server.id), cell: (row) => row.server.name },
  { id: 'status', title: 'Status', width: '110px', sortable: true, cell: (row) => <StatusBadge state={row.status.state} /> },
  { id: 'reason', title: 'Reason', width: '3fr', cell: (row) => <StatusReason status={row.status} /> },
  { id: 'cpu', title: 'CPU', width: '64px', sortable: true, cell: (row) => units.percent(row.vitals?.cpuPercent) },
  { id: 'memory', title: 'Memory', width: '70px', sortable: true, cell: (row) => units.percent(row.vitals?.memoryPercent) },
  { id: 'disk', title: 'Fullest mount', width: '130px', sortable: true, cell: (row) => (row.vitals?.fullestMount == null ? '–' : `${row.vitals.fullestMount.mountpoint} ${units.percent(row.vitals.fullestMount.usedPercent)}`) },
  { id: 'load', title: 'Load', width: '60px', sortable: true, cell: (row) => units.load(row.vitals?.load1) },
  { id: 'uptime', title: 'Up for', width: '90px', sortable: true, cell: (row) => uptime(row.vitals?.uptimeSeconds) },
  { id: 'seen', title: 'Last seen', width: '140px', sortable: true, cell: (row) => <Ago at={row.status.lastSeen} /> },
  { id: 'tags', title: 'Tags', width: '2fr', cell: (row) => <TagNames tags={row.server.tags} /> },
];

interface FleetTableProps {
  rows: FleetRow[];
  sort: string;
  onSort: (sort: string) => void;
}

export const FleetTable = ({ rows, sort, onSort }: FleetTableProps) => (
  <VirtualTable label="Servers" columns={columns} rows={rows} rowKey={(row) => row.server.id} sort={sort} onSort={onSort} empty="No server matches the filter" />
);
