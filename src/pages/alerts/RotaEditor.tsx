import React from 'react';
import { Button, Combobox, Field, Input, Stack, Text } from '@grafana/ui';
import { MultiPicker, Picker } from '../../components/Picker';
import { ScheduleInput, type Schedule } from '../../../contract/escalation.ts';
import { RecordDrawer } from '../../components/RecordDrawer';
import { etag } from '../../data/etag';
import { useContacts } from '../../data/useEscalation';
import { fromLocal, toLocal, zoneName } from './localTime';
import { ZonePicker } from './ZonePicker';
import { useRecordForm } from './useRecordForm';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((label, index) => ({ value: index + 1, label }));
const withoutMeta = ({ id: _i, revision: _r, updatedAt: _u, onDuty: _d, next: _n, ...input }: Schedule): ScheduleInput => input;
const fresh = (): ScheduleInput => ({
  name: '',
  timeZone: zoneName(),
  contacts: [],
  start: new Date().toISOString().slice(0, 10),
  handOver: { weekday: 1, at: '09:00' },
  weeksPerTurn: 1,
  overrides: [],
});

export function RotaEditor({ saved, onDone }: { saved: Schedule | undefined; onDone: () => void }) {
  const contacts = (useContacts().data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const { draft, set, frame } = useRecordForm({
    schema: ScheduleInput,
    noun: 'rota',
    initial: saved === undefined ? fresh() : withoutMeta(saved),
    save: (client, body) => (saved === undefined ? client.createSchedule({ body }) : client.replaceSchedule({ params: { id: saved.id }, body, ifMatch: etag(saved) })),
    invalidates: ['schedules'],
    onDone,
  });
  const overrides = draft.overrides ?? [];
  const put = (at: number, change: Partial<(typeof overrides)[number]>) => set({ overrides: overrides.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  const addOverride = () => {
    const now = Date.now();
    set({ overrides: [...overrides, { contactId: contacts[0]?.value ?? '', from: new Date(now).toISOString(), to: new Date(now + 86_400_000).toISOString() }] });
  };
  return (
    <RecordDrawer title={saved === undefined ? 'New rota' : `Edit ${saved.name}`} {...frame}>
      <Field label="Name" noMargin>
        <Input id="rota-name" value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      </Field>
      <Field label="Contacts" description="In the order of their turns." noMargin>
        <MultiPicker fill label="Contacts" options={contacts} value={draft.contacts} onChange={(picked) => set({ contacts: picked.map(({ value }) => value) })} />
      </Field>
      <Field label="The first turn begins" noMargin>
        <Input id="rota-start" type="date" width={20} value={draft.start} onChange={(event) => set({ start: event.currentTarget.value })} />
      </Field>
      <Stack gap={1} wrap="wrap">
        <Field label="Hand-over on" noMargin>
          <Combobox id="rota-day" width={20} options={weekdays} value={draft.handOver.weekday} onChange={({ value }) => set({ handOver: { ...draft.handOver, weekday: value } })} />
        </Field>
        <Field label="At" noMargin>
          <Input id="rota-at" type="time" width={16} value={draft.handOver.at} onChange={(event) => set({ handOver: { ...draft.handOver, at: event.currentTarget.value } })} />
        </Field>
        <Field label="Weeks per turn" noMargin>
          <Input id="rota-weeks" type="number" width={12} min={1} max={8} value={draft.weeksPerTurn ?? 1} onChange={(event) => set({ weeksPerTurn: Number(event.currentTarget.value) })} />
        </Field>
      </Stack>
      <Field label="Time zone" description="Hand-overs keep the clock of this zone through summer and winter." noMargin>
        <ZonePicker value={draft.timeZone} onChange={(timeZone) => set({ timeZone })} />
      </Field>
      <Text element="h4" variant="h6">
        Overrides
      </Text>
      {overrides.map((one, at) => (
        <Stack key={at} gap={1} wrap="wrap" alignItems="center">
          <Picker label="Who" width={20} options={contacts} value={one.contactId} onChange={({ value }) => put(at, { contactId: value })} />
          <Input aria-label="From" type="datetime-local" width={26} value={toLocal(one.from)} onChange={(event) => put(at, { from: fromLocal(event.currentTarget.value) ?? one.from })} />
          <Input aria-label="To" type="datetime-local" width={26} value={toLocal(one.to)} onChange={(event) => put(at, { to: fromLocal(event.currentTarget.value) ?? one.to })} />
          <Button size="sm" variant="secondary" icon="trash-alt" aria-label="Remove override" onClick={() => set({ overrides: overrides.filter((_, index) => index !== at) })} />
        </Stack>
      ))}
      <div>
        <Button size="sm" variant="secondary" icon="plus" disabled={contacts.length === 0} onClick={addOverride}>
          Override
        </Button>
      </div>
    </RecordDrawer>
  );
}
