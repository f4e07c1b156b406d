import React from 'react';
import { Button, Checkbox, Field, Input, Stack, Text } from '@grafana/ui';
import { Choice } from '../../components/Choice';
import { Picker } from '../../components/Picker';
import { ContactInput, type Channel, type Contact } from '../../../contract/escalation.ts';
import { RecordDrawer } from '../../components/RecordDrawer';
import { etag } from '../../data/etag';
import { zoneName } from './localTime';
import { ZonePicker } from './ZonePicker';
import { useRecordForm } from './useRecordForm';

const roles = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: value }));
const kinds = [
  { value: 'telegram' as const, label: 'Telegram' },
  { value: 'email' as const, label: 'E-mail' },
  { value: 'webhook' as const, label: 'Webhook' },
];
const fresh: Record<Channel['type'], Channel> = { telegram: { type: 'telegram', chatId: '', threadId: null }, email: { type: 'email', address: '' }, webhook: { type: 'webhook', url: '' } };

export function ContactEditor({ saved, onDone }: { saved: Contact | undefined; onDone: () => void }) {
  const initial = saved === undefined ? { name: '', role: 'viewer' as const, channels: [], telegramUserId: null, quietHours: null, enabled: true } : { name: saved.name, role: saved.role, channels: saved.channels, telegramUserId: saved.telegramUserId, quietHours: saved.quietHours, enabled: saved.enabled };
  const { draft, set, frame } = useRecordForm({
    schema: ContactInput,
    noun: 'contact',
    initial,
    save: (client, body) => (saved === undefined ? client.createContact({ body }) : client.replaceContact({ params: { id: saved.id }, body, ifMatch: etag(saved) })),
    invalidates: ['contacts'],
    onDone,
  });
  const channels = (draft.channels ?? []) as Channel[];
  const put = (at: number, channel: Channel) => set({ channels: channels.map((one, index) => (index === at ? channel : one)) });
  const quiet = draft.quietHours;
  return (
    <RecordDrawer title={saved === undefined ? 'New contact' : `Edit ${saved.name}`} {...frame}>
      <Field label="Name" noMargin>
        <Input id="contact-name" value={draft.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      </Field>
      <Field label="May do from Telegram" noMargin>
        <Choice aria-label="Role" options={roles} value={draft.role} onChange={(role) => set({ role })} />
      </Field>
      <Field label="Telegram user id" description="A number; the set-up page links it by a code." noMargin>
        <Input id="contact-telegram" width={30} value={draft.telegramUserId ?? ''} onChange={(event) => set({ telegramUserId: event.currentTarget.value || null })} />
      </Field>
      <Text element="h4" variant="h6">
        Channels
      </Text>
      {channels.map((channel, at) => (
        <Stack key={at} gap={1} wrap="wrap" alignItems="center">
          <Picker label="Kind" width={16} options={kinds} value={channel.type} onChange={({ value }) => put(at, fresh[value])} />
          {channel.type === 'telegram' && <Input aria-label="Chat id" width={24} placeholder="chat id" value={channel.chatId} onChange={(event) => put(at, { ...channel, chatId: event.currentTarget.value })} />}
          {channel.type === 'email' && <Input aria-label="Address" width={32} placeholder="ann@example.org" value={channel.address} onChange={(event) => put(at, { ...channel, address: event.currentTarget.value })} />}
          {channel.type === 'webhook' && <Input aria-label="Address" width={40} placeholder="https://" value={channel.url} onChange={(event) => put(at, { ...channel, url: event.currentTarget.value })} />}
          {channel.type === 'webhook' && <Input aria-label="Secret" width={24} type="password" placeholder="secret" value={channel.secret ?? ''} onChange={(event) => put(at, { type: 'webhook', url: channel.url, ...(event.currentTarget.value === '' ? {} : { secret: event.currentTarget.value }) })} />}
          <Button size="sm" variant="secondary" icon="trash-alt" aria-label="Remove channel" onClick={() => set({ channels: channels.filter((_, index) => index !== at) })} />
        </Stack>
      ))}
      <div>
        <Button size="sm" variant="secondary" icon="plus" onClick={() => set({ channels: [...channels, fresh.email] })}>
          Channel
        </Button>
      </div>
      <div>
        <Checkbox
          label="Quiet hours"
          description="Warnings wait until they end; critical ones do not."
          value={quiet != null}
          onChange={(event) => set({ quietHours: event.currentTarget.checked ? { from: '22:00', to: '07:00', days: [], timeZone: zoneName() } : null })}
        />
      </div>
      {quiet != null && (
        <Stack gap={1} wrap="wrap">
          <Input aria-label="From" type="time" width={16} value={quiet.from} onChange={(event) => set({ quietHours: { ...quiet, from: event.currentTarget.value } })} />
          <Input aria-label="To" type="time" width={16} value={quiet.to} onChange={(event) => set({ quietHours: { ...quiet, to: event.currentTarget.value } })} />
          <ZonePicker value={quiet.timeZone} onChange={(timeZone) => set({ quietHours: { ...quiet, timeZone } })} />
        </Stack>
      )}
      <div>
        <Checkbox label="Enabled" value={draft.enabled ?? true} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
      </div>
    </RecordDrawer>
  );
}
