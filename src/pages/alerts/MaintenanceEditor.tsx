import React from 'react';
import { Checkbox, Field, Input, Stack, TextArea } from '@grafana/ui';
import { MaintenanceInput, type MaintenanceWindow } from '../../../contract/maintenance.ts';
import { Choice } from '../../components/Choice';
import { nobody, ServerPicker } from '../../components/ServerPicker';
import { RecordDrawer } from '../../components/RecordDrawer';
import { etag } from '../../data/etag';
import { useServers } from '../../data/useServers';
import { fromLocal, toLocal, zoneName } from './localTime';
import { RecurringFields } from './RecurringFields';
import { useRecordForm } from './useRecordForm';

const types = [
  { value: 'once' as const, label: 'Once' },
  { value: 'recurring' as const, label: 'Recurring' },
];
const hour = 3_600_000;
const once = (): MaintenanceInput['when'] => ({ type: 'once', from: new Date().toISOString(), to: new Date(Date.now() + 2 * hour).toISOString() });
const recurring = (): MaintenanceInput['when'] => ({ type: 'recurring', cron: '0 3 * * 0', lasts: '2h', timeZone: zoneName() });
const inputOf = ({ name, selector, when, reason, enabled }: MaintenanceWindow): MaintenanceInput => ({ name, selector, when, reason, enabled });

export function MaintenanceEditor({ saved, onDone }: { saved: MaintenanceWindow | undefined; onDone: () => void }) {
  const servers = useServers(60_000).data ?? [];
  const { draft, set, frame } = useRecordForm({
    schema: MaintenanceInput,
    noun: 'maintenance window',
    initial: saved === undefined ? { name: '', selector: nobody, when: once(), reason: '', enabled: true } : inputOf(saved),
    save: (client, body) => (saved === undefined ? client.createMaintenance({ body }) : client.replaceMaintenance({ params: { id: saved.id }, body, ifMatch: etag(saved) })),
    invalidates: ['maintenance'],
    onDone,
  });
  const { when } = draft;
  return (
    <RecordDrawer title={saved === undefined ? 'New maintenance window' : `Edit ${saved.name}`} {...frame}>
      <Field label="Name" noMargin>
        <Input id="maintenance-name" value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      </Field>
      <ServerPicker servers={servers} value={{ ...nobody, ...draft.selector }} onChange={(selector) => set({ selector })} />
      <Field label="When" noMargin>
        <Choice aria-label="When" options={types} value={when.type} onChange={(type) => set({ when: type === 'once' ? once() : recurring() })} />
      </Field>
      {when.type === 'once' ? (
        <Stack gap={1} wrap="wrap">
          <Field label="From" description={zoneName()} noMargin>
            <Input id="maintenance-from" type="datetime-local" width={28} value={toLocal(when.from)} onChange={(event) => set({ when: { ...when, from: fromLocal(event.currentTarget.value) ?? when.from } })} />
          </Field>
          <Field label="To" description={zoneName()} noMargin>
            <Input id="maintenance-to" type="datetime-local" width={28} value={toLocal(when.to)} onChange={(event) => set({ when: { ...when, to: fromLocal(event.currentTarget.value) ?? when.to } })} />
          </Field>
        </Stack>
      ) : (
        <RecurringFields value={when} onChange={(change) => set({ when: { ...when, ...change } })} />
      )}
      <Field label="Reason" noMargin>
        <TextArea id="maintenance-reason" rows={2} value={draft.reason ?? ''} onChange={(event) => set({ reason: event.currentTarget.value })} />
      </Field>
      <div>
        <Checkbox label="Enabled" value={draft.enabled ?? true} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
      </div>
    </RecordDrawer>
  );
}
