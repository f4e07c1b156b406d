import React, { useState } from 'react';
import { Alert, Button, Field, Stack, TextLink } from '@grafana/ui';
import type { z } from 'zod';
import type { TelegramLink, TelegramSettings } from '../../../contract/telegram.ts';
import { notify } from '../../data/notify';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { useContacts } from '../../data/useEscalation';
import { Ago } from '../Ago';
import { CopyText } from '../CopyText';
import { Picker } from '../Picker';

/** A code for one person; when they sent it to the bot, a message to try. */
export function LinkPerson({ linked }: Pick<TelegramSettings, 'linked'>) {
  const contacts = useContacts().data;
  const [contactId, setContactId] = useState<string>();
  const [link, setLink] = useState<z.infer<typeof TelegramLink>>();
  const make = useAction((client, id: string) => client.linkTelegram({ body: { contactId: id } }), { failed: () => 'No code was made', after: (made) => setLink(made), invalidates: ['telegram'] });
  const test = useAction((client, id: string) => client.testContact({ params: { id } }), {
    failed: () => 'No test message was sent',
    after: ({ results }) => results.forEach(({ channel, ok, message }) => (ok ? notify.success(`${channel}: the test message was taken`) : notify.warning(`test ${channel}`, `${channel}: not delivered`, message))),
  });
  const person = linked.find((one) => one.contactId === contactId);
  if (contacts?.length === 0) {
    return <TextLink href={paths.alerts('contacts')}>Add a contact first</TextLink>;
  }
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={1} alignItems="flex-end" wrap="wrap">
        <Field label="Link a person" description="Who they are to Telegram decides what they may do." noMargin>
          <Picker
            label="Link a person"
            width={30}
            placeholder="Choose a contact"
            options={(contacts ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={contactId ?? null}
            onChange={({ value }) => {
              setContactId(value);
              setLink(undefined);
            }}
          />
        </Field>
        <Button variant="secondary" disabled={contactId === undefined || make.busy} onClick={() => contactId !== undefined && void make.run(contactId)}>
          {person === undefined ? 'Make a code' : 'Make a new code'}
        </Button>
        {person !== undefined && (
          <Button variant="secondary" icon="message" disabled={test.busy} onClick={() => void test.run(person.contactId)}>
            Send a test message
          </Button>
        )}
      </Stack>
      {person !== undefined && <Alert severity="success" title={`${person.contactName} is linked as ${person.role}`} />}
      {link !== undefined && person === undefined && (
        <Alert severity="info" title="The person sends this to the bot">
          <CopyText what="the message" text={`/start ${link.code}`} />
          {link.url !== null && (
            <TextLink external href={link.url}>
              Open the bot
            </TextLink>
          )}
          <div>
            Good until <Ago at={link.expiresAt} />, once. This page shows when it was used.
          </div>
        </Alert>
      )}
    </Stack>
  );
}
