import React from 'react';
import { CoreApp, type QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField, InlineFieldRow, InlineSwitch, Input } from '@grafana/ui';
import type { FleetDatasource } from '../FleetDatasource';
import { queryKinds, type FleetQuery, type QueryKind } from '../fleetQuery';
import { NamePicker } from './NamePicker';

const kinds = (Object.entries(queryKinds) as Array<[QueryKind, string]>).map(([value, label]) => ({ value, label }));

/**
 * Explore of Grafana 12.3 falls over its own tool bar (React error 185) when another kind of answer is asked for within the click
 * that chose it; by keyboard it does not. So the click ends first.
 */
const afterClick = (act: () => void) => void setTimeout(act);

/** What is asked for, of which servers, and what only this kind of query needs; names are picked from what there is. */
export function QueryEditor({ datasource, query: given, app, onChange, onRunQuery }: QueryEditorProps<FleetDatasource, FleetQuery>) {
  const query = { ...datasource.getDefaultQuery(app ?? CoreApp.Unknown), ...given };
  const change = (next: Partial<FleetQuery>) => {
    onChange({ ...query, ...next });
    onRunQuery();
  };
  const list = (what: string) => async () => (await datasource.list(what)).map(({ text }) => text);
  return (
    <>
      <InlineFieldRow>
        <InlineField label="Show" labelWidth={12}>
          <Combobox id={`${query.refId}-kind`} width={28} options={kinds} value={query.kind} onChange={({ value }) => afterClick(() => change({ kind: value }))} />
        </InlineField>
        <InlineField label="Servers" labelWidth={12} tooltip="Names, tag:role=web or a variable; several with commas. Empty: all.">
          <NamePicker label="Servers" several value={query.servers ?? ''} load={() => datasource.serverWords()} onChange={(servers) => change({ servers })} />
        </InlineField>
      </InlineFieldRow>
      <InlineFieldRow>
        {query.kind === 'family' && (
          <>
            <InlineField label="Family" labelWidth={12} tooltip="A metric as Prometheus knows it, without its labels.">
              <NamePicker label="Family" value={query.family ?? ''} load={() => datasource.families(query.servers ?? '')} onChange={(family) => change({ family })} />
            </InlineField>
            <InlineField label="Per second" labelWidth={16} tooltip="For counters; resets are taken care of.">
              <InlineSwitch value={query.rate === true} onChange={(event) => change({ rate: event.currentTarget.checked })} />
            </InlineField>
          </>
        )}
        {(query.kind === 'command' || query.kind === 'output') && (
          <InlineField label="Command" labelWidth={12}>
            <NamePicker label="Command" value={query.command ?? ''} load={list('commands')} onChange={(command) => change({ command })} />
          </InlineField>
        )}
        {query.kind === 'logs' && (
          <>
            <InlineField label="Sources" labelWidth={12} tooltip="Names of log sources; several with commas. Empty: all.">
              <NamePicker label="Sources" several value={query.sources ?? ''} load={list('sources')} onChange={(sources) => change({ sources })} />
            </InlineField>
            <InlineField label="Pattern" labelWidth={12} tooltip="RE2; only lines that match.">
              <PatternInput key={query.filter ?? ''} pattern={query.filter ?? ''} onChange={(filter) => change({ filter })} />
            </InlineField>
          </>
        )}
        {(query.kind === 'family' || query.kind === 'command' || query.kind === 'vitals') && (
          <InlineField label="Newest only" labelWidth={16} tooltip="A table of the newest values.">
            <InlineSwitch value={query.instant === true} onChange={(event) => change({ instant: event.currentTarget.checked })} />
          </InlineField>
        )}
        {query.kind === 'incidents' && (
          <InlineField label="Open now" labelWidth={16} tooltip="Those that are open, whatever the time range, as they change. Else all that were open in the range.">
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

/** Asked for when it is finished: by Enter or by going elsewhere, not at every key. */
function PatternInput({ pattern, onChange }: { pattern: string; onChange: (pattern: string) => void }) {
  const finish = (text: string) => text !== pattern && onChange(text);
  return <Input aria-label="Pattern" width={32} defaultValue={pattern} onBlur={(event) => finish(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && finish(event.currentTarget.value)} />;
}
