import React from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField, InlineFieldRow, InlineSwitch, Input } from '@grafana/ui';
import type { FleetDatasource } from '../FleetDatasource';
import { defaultQuery, queryKinds, type FleetQuery, type QueryKind } from '../fleetQuery';
import { NamePicker } from './NamePicker';

const kinds = (Object.entries(queryKinds) as Array<[QueryKind, string]>).map(([value, label]) => ({ value, label }));

export function QueryEditor({ datasource, query: given, onChange, onRunQuery }: QueryEditorProps<FleetDatasource, FleetQuery>) {
  const query = { ...defaultQuery, ...given };
  const change = (next: Partial<FleetQuery>) => {
    onChange({ ...query, ...next });
    onRunQuery();
  };
  const list = (what: string) => async () => (await datasource.metricFindQuery(what)).map(({ text }) => text);
  const families = async () => {
    const [server] = await datasource.directory.pick(query.servers ?? '');
    return server === undefined ? [] : (await datasource.client.listFamilies({ params: { id: server.id } })).items.map(({ name }) => name);
  };
  return (
    <>
      <InlineFieldRow>
        <InlineField label="Show" labelWidth={12}>
          <Combobox width={28} options={kinds} value={query.kind} onChange={({ value }) => change({ kind: value })} />
        </InlineField>
        <InlineField label="Servers" labelWidth={12} tooltip="Names, tag:role=web or a variable; several with commas. Empty: all.">
          <NamePicker label="Servers" several value={query.servers ?? ''} load={list('servers')} onChange={(servers) => change({ servers })} />
        </InlineField>
      </InlineFieldRow>
      <InlineFieldRow>
        {query.kind === 'family' && (
          <InlineField label="Family" labelWidth={12}>
            <NamePicker label="Family" value={query.family ?? ''} load={families} onChange={(family) => change({ family })} />
          </InlineField>
        )}
        {(query.kind === 'command' || query.kind === 'output') && (
          <InlineField label="Command" labelWidth={12}>
            <NamePicker label="Command" value={query.command ?? ''} load={list('commands')} onChange={(command) => change({ command })} />
          </InlineField>
        )}
        {query.kind === 'logs' && (
          <>
            <InlineField label="Sources" labelWidth={12}>
              <NamePicker label="Sources" several value={query.sources ?? ''} load={list('sources')} onChange={(sources) => change({ sources })} />
            </InlineField>
            <InlineField label="Pattern" labelWidth={12} tooltip="RE2; only lines that match.">
              <Input width={32} defaultValue={query.filter ?? ''} onBlur={(event) => change({ filter: event.currentTarget.value })} />
            </InlineField>
          </>
        )}
        {query.kind === 'family' && (
          <InlineField label="Per second" labelWidth={12} tooltip="For counters; resets are taken care of.">
            <InlineSwitch value={query.rate === true} onChange={(event) => change({ rate: event.currentTarget.checked })} />
          </InlineField>
        )}
        {(query.kind === 'family' || query.kind === 'command') && (
          <InlineField label="Newest only" labelWidth={12} tooltip="A table of the newest values.">
            <InlineSwitch value={query.instant === true} onChange={(event) => change({ instant: event.currentTarget.checked })} />
          </InlineField>
        )}
        {query.kind === 'incidents' && (
          <InlineField label="Open now" labelWidth={12} tooltip="Those that are open, whatever the time range, as they change. Else all that were open in the range.">
            <InlineSwitch value={query.open === true} onChange={(event) => change({ open: event.currentTarget.checked })} />
          </InlineField>
        )}
        {query.kind === 'status' && (
          <InlineField label="Live" labelWidth={12} tooltip="Changes come over the feed, without a refresh.">
            <InlineSwitch value={query.live === true} onChange={(event) => change({ live: event.currentTarget.checked })} />
          </InlineField>
        )}
      </InlineFieldRow>
    </>
  );
}
