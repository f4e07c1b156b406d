import React from 'react';
import { Badge, Button } from '@grafana/ui';
import type { Contact } from '../../../contract/escalation.ts';
import { etag } from '../../data/etag';
import { can } from '../../data/permissions';
import { notify } from '../../data/notify';
import { useAction } from '../../data/useAction';
import { useContacts } from '../../data/useEscalation';
import { ContactEditor } from './ContactEditor';
import { RecordPage } from './RecordPage';

const channelText = (channel: Contact['channels'][number]): string => (channel.type === 'telegram' ? `Telegram ${channel.chatId}` : channel.type === 'email' ? channel.address : channel.url);

/** People and how to reach them. */
export function ContactsPage() {
  const contacts = useContacts();
  const test = useAction((client, { id }: Contact) => client.testContact({ params: { id } }), {
    failed: ({ name }) => `No test message went to ${name}`,
    after: ({ results }) => results.forEach(({ channel, ok, message }) => (ok ? notify.success(`${channel}: the test message was taken`) : notify.warning(`test ${channel}`, `${channel}: not delivered`, message))),
  });
  return (
    <RecordPage
      part="contacts"
      noun="contact"
      about="People, how to reach them, and what they may do from Telegram."
      query={contacts}
      permission="admin"
      head={['Name', 'Role', 'Channels', 'Telegram user', 'Quiet hours', 'Enabled', '']}
      row={(contact) => [
        contact.name,
        <Badge key="role" text={contact.role} color={contact.role === 'admin' ? 'orange' : 'blue'} />,
        contact.channels.map(channelText).join(', ') || '–',
        contact.telegramUserId ?? '–',
        contact.quietHours === null ? '–' : `${contact.quietHours.from}–${contact.quietHours.to} ${contact.quietHours.timeZone}`,
        contact.enabled ? 'yes' : 'no',
        can('admin') && (
          <Button key="test" size="sm" fill="text" disabled={test.busy || contact.channels.length === 0} onClick={() => void test.run(contact)}>
            Test
          </Button>
        ),
      ]}
      remove={(client, contact) => client.deleteContact({ params: { id: contact.id }, ifMatch: etag(contact) })}
      removing="A contact that a policy or rota names can not be deleted."
      invalidates={['contacts']}
      Editor={ContactEditor}
    />
  );
}
