import React from 'react';
import type { DataSourceApi, DataSourceJsonData, QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField, InlineFieldRow, Input } from '@grafana/ui';
import type { FleetQuery } from '../fleetQuery';
import type { VariableQuery } from '../FleetVariables';
import { readVariable, variableLists, writeVariable, type VariableList } from '../variableWords';

const lists = (Object.entries(variableLists) as Array<[VariableList, { label: string }]>).map(([value, { label }]) => ({ value, label }));
const isList = (text: string): text is VariableList => text in variableLists;

/** What a variable lists: a choice and one argument, so that nobody has to know the words. */
export function VariableEditor({ query, onChange }: QueryEditorProps<DataSourceApi<FleetQuery>, FleetQuery, DataSourceJsonData, VariableQuery>) {
  const text = typeof query === 'string' ? query : (query.query ?? '');
  const { list, argument } = readVariable(text) ?? { list: 'servers', argument: '' };
  const chosen = isList(list) ? list : 'servers';
  const { argument: name, placeholder } = variableLists[chosen];
  const change = (next: { list: string; argument: string }) => onChange({ refId: 'variable', query: writeVariable(next) });
  return (
    <InlineFieldRow>
      <InlineField label="List" labelWidth={12}>
        <Combobox id="variable-list" width={24} options={lists} value={chosen} onChange={({ value }) => change({ list: value, argument: '' })} />
      </InlineField>
      {name !== undefined && (
        <InlineField label={name} labelWidth={12} tooltip="Other variables may stand here.">
          <Input key={chosen} id="variable-argument" width={40} placeholder={placeholder} defaultValue={argument} onBlur={(event) => change({ list: chosen, argument: event.currentTarget.value.trim() })} />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}
