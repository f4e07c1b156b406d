import React, { useState } from 'react';
import { FilterInput, Stack } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import { AuditList } from '../../components/AuditList';
import { useUrlState } from '../../data/useUrlState';

const spans = [
  { value: '1', label: 'Last day' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '', label: 'All' },
];
/** Commands that run every minute would hide what people did. */
const actors = [
  { value: 'people', label: 'Without schedules', query: { notActor: 'schedule' } },
  { value: 'schedule', label: 'Schedules alone', query: { actor: 'schedule' } },
  { value: '', label: 'Everyone', query: {} },
];
const dayMs = 86_400_000;

/** Everything that was changed, by whom, when and from where. */
export function AuditPart() {
  const [state, change] = useUrlState({ text: '', who: 'people', days: '7', action: '' });
  const [now] = useState(Date.now);
  const from = state.days === '' ? undefined : new Date(now - Number(state.days) * dayMs).toISOString();
  const who = actors.find(({ value }) => value === state.who)?.query ?? {};
  return (
    <Stack direction="column" gap={2}>
      <Stack wrap="wrap" gap={1}>
        <FilterInput placeholder="Search who, what, details" value={state.text} onChange={(text) => change({ text })} escapeRegex={false} />
        <Picker label="Who" width="auto" minWidth={20} options={actors.map(({ value, label }) => ({ value, label }))} value={state.who} onChange={({ value }) => change({ who: value })} />
        <Picker label="Span" width="auto" minWidth={16} options={spans} value={state.days} onChange={({ value }) => change({ days: value })} />
        <Picker
          label="Action"
          width="auto"
          minWidth={20}
          placeholder="Every action"
          isClearable
          options={['server.', 'host_key.', 'token.', 'command.', 'run.', 'log_source.', 'threshold.', 'incident.', 'settings.'].map((value) => ({ value, label: value.replace('.', '').replace('_', ' ') }))}
          value={state.action || null}
          onChange={(chosen) => change({ action: chosen?.value ?? '' })}
        />
      </Stack>
      <AuditList query={{ limit: 200, ...who, ...(state.text === '' ? {} : { text: state.text }), ...(state.action === '' ? {} : { action: state.action }), ...(from === undefined ? {} : { from }) }} empty="Nothing was changed in this time." />
    </Stack>
  );
}
