import React, { useMemo } from 'react';
import { LinkButton, Stack } from '@grafana/ui';
import { AppPage } from '../../components/AppPage';
import { incidentMarks } from '../../components/incidentMarks';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useFleet } from '../../data/useFleet';
import { useLimitBook } from '../../data/useLimitBook';
import { useUrlState } from '../../data/useUrlState';
import { EmptyServers } from '../../components/EmptyServers';
import { FleetToolbar } from './FleetToolbar';
import { FleetTotals } from './FleetTotals';
import { FleetSkeleton } from './FleetSkeleton';
import { FleetTable } from './FleetTable';
import { FleetTiles } from './FleetTiles';
import { NeedsPerson } from './NeedsPerson';
import { useOpenIncidents } from '../../data/useIncidents';
import { worstFirst } from './worstFirst';
import { filterFleet, groupFleet, needsPerson } from './fleetFilter';
import { rememberedColumns } from './rememberedColumns';
import { rememberedView } from './rememberedView';

const addServer = can('admin') ? (
  <LinkButton icon="plus" href={paths.newServer()}>
    Add server
  </LinkButton>
) : undefined;

export default function FleetPage() {
  const fleet = useFleet();
  const book = useLimitBook();
  const [state, change] = useUrlState({ text: '', tags: '', status: '', sort: 'name', group: '', view: rememberedView.read(), columns: rememberedColumns.read() });
  const incidents = useOpenIncidents().data;
  const waiting = useMemo(() => worstFirst(incidents ?? [], fleet.data ?? []), [incidents, fleet.data]);
  const marks = useMemo(() => incidentMarks(incidents ?? []), [incidents]);
  const rows = useMemo(() => filterFleet(fleet.data ?? [], state), [fleet.data, state]);
  const groups = useMemo(() => groupFleet(rows, state.group), [rows, state.group]);
  return (
    <AppPage title="Fleet" actions={addServer}>
      <QueryView query={fleet} what="the fleet" skeleton={<FleetSkeleton />}>
        {(all) =>
          all.length === 0 ? (
            <EmptyServers />
          ) : (
            <Stack direction="column" gap={2}>
              <NeedsPerson rows={all.filter(needsPerson)} incidents={waiting} />
              <FleetToolbar servers={fleet.servers ?? []} state={state} onChange={change} />
              <FleetTotals rows={all} shown={rows.length} updatedAt={fleet.updatedAt} live={fleet.live} status={state.status} onStatus={(status) => change({ status })} />
              {state.view === 'table' ? <FleetTable shown={state.columns} rows={rows} book={book} marks={marks} sort={state.sort} onSort={(sort) => change({ sort })} /> : <FleetTiles groups={groups} book={book} marks={marks} tag={state.group} />}
            </Stack>
          )
        }
      </QueryView>
    </AppPage>
  );
}
