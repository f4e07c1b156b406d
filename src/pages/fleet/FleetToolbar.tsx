import React, { memo, useMemo } from 'react';
import { FilterInput, Stack } from '@grafana/ui';
import { Choice } from '../../components/Choice';
import { MultiPicker, Picker } from '../../components/Picker';
import { StatusState } from '../../../contract/status.ts';
import type { Server } from '../../../contract/server.ts';
import { splitTags, type FleetFilter } from './fleetFilter';
import { fleetColumns } from './fleetColumns';
import { rememberedColumns } from './rememberedColumns';
import { rememberedView } from './rememberedView';

interface FleetState extends FleetFilter {
  group: string;
  view: string;
  /** Of the table, by commas; empty for all. */
  columns: string;
}

interface FleetToolbarProps {
  servers: Server[];
  state: FleetState;
  onChange: (change: Partial<FleetState>) => void;
}

const views = [
  { value: 'tiles', label: 'Tiles', icon: 'apps' },
  { value: 'table', label: 'Table', icon: 'list-ul' },
];
const sorts = [
  { value: 'name', label: 'Sort: name' },
  { value: 'status', label: 'Sort: status' },
  { value: '-cpu', label: 'Sort: CPU' },
  { value: '-memory', label: 'Sort: memory' },
  { value: '-disk', label: 'Sort: fullest mount' },
  { value: '-load', label: 'Sort: load' },
  { value: '-uptime', label: 'Sort: uptime' },
  { value: 'seen', label: 'Sort: last seen' },
];

const columnOptions = Object.entries(fleetColumns).map(([value, label]) => ({ value, label }));

/** Not drawn again with every poll: a list that somebody has open stays as it is. */
export const FleetToolbar = memo(function FleetToolbar({ servers, state, onChange }: FleetToolbarProps) {
  const tags = useMemo(() => tagOptions(servers), [servers]);
  const keys = useMemo(() => [...new Set(servers.flatMap(({ tags }) => Object.keys(tags)))].sort(), [servers]);
  const setView = (view: string) => {
    rememberedView.write(view);
    onChange({ view });
  };
  const setColumns = (columns: string) => {
    rememberedColumns.write(columns);
    onChange({ columns });
  };
  return (
    <Stack wrap="wrap" gap={1} alignItems="center">
      <FilterInput width={34} placeholder="Search name, address, user, notes" value={state.text} onChange={(text) => onChange({ text })} escapeRegex={false} />
      <MultiPicker label="Filter by tag" placeholder="Tags" width="auto" minWidth={16} options={tags} value={splitTags(state.tags)} onChange={(chosen) => onChange({ tags: chosen.map(({ value }) => value).join(',') })} />
      <Picker label="Filter by status" placeholder="Status" width="auto" minWidth={14} isClearable options={StatusState.options.map((value) => ({ value, label: value }))} value={state.status || null} onChange={(chosen) => onChange({ status: chosen?.value ?? '' })} />
      <Picker label="Group by tag" placeholder="Group by tag" width="auto" minWidth={16} isClearable options={keys.map((value) => ({ value, label: value }))} value={state.group || null} onChange={(chosen) => onChange({ group: chosen?.value ?? '' })} />
      <Picker label="Sort" width="auto" minWidth={16} options={sorts} value={state.sort} onChange={(chosen) => onChange({ sort: chosen.value })} />
      <Choice aria-label="View" options={views} value={state.view} onChange={setView} />
      {state.view === 'table' && <MultiPicker label="Columns" placeholder="Every column" width="auto" minWidth={16} options={columnOptions} value={state.columns.split(',').filter((id) => id in fleetColumns)} onChange={(chosen) => setColumns(chosen.map(({ value }) => value).join(','))} />}
    </Stack>
  );
});

function tagOptions(servers: Server[]) {
  const all = new Set(servers.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}=${value}`)));
  return [...all].sort().map((value) => ({ value, label: value }));
}
