import React, { useState } from 'react';
import { Alert, Badge, Button, Combobox, Field, Input, Stack, Text, TextLink } from '@grafana/ui';
import type { z } from 'zod';
import { TelegramInput, type TelegramLink, type TelegramSettings } from '../../../contract/telegram.ts';
import { Ago } from '../../components/Ago';
import { CopyText } from '../../components/CopyText';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { useContacts, useTelegram } from '../../data/useEscalation';

const colors = { off: 'blue', starting: 'blue', running: 'green', failing: 'red' } as const;

/** Token, then the bot's name, then a code for each person. */
export function TelegramSetup() {
  const telegram = useTelegram();
  return (
    <section aria-label="Telegram">
      <Text element="h3" variant="h6">
        Telegram
      </Text>
      <QueryView query={telegram} what="the bot">
        {(data) => (
          <Stack direction="column" gap={2}>
            <Facts
              facts={[
                ['State', <Badge key="state" text={data.state} color={colors[data.state]} />],
                ['Bot', data.botName === null ? '–' : `@${data.botName}`],
                ...(data.lastError === null ? [] : [['Error', data.lastError] as [string, string]]),
                ['Last heard', <Ago key="heard" at={data.lastUpdateAt} />],
                ['Waiting', `${data.queued}, given up: ${data.dead}`],
                ['Linked', data.linked.map(({ contactName, role }) => `${contactName} (${role})`).join(', ') || 'nobody yet'],
              ]}
            />
            {data.from === 'configuration' ? <Text color="secondary">Set by SHELLWATCH_TELEGRAM_TOKEN.</Text> : <BotToken settings={data} />}
            {data.configured && <LinkPerson />}
          </Stack>
        )}
      </QueryView>
    </section>
  );
}

function BotToken({ settings }: { settings: TelegramSettings }) {
  const [token, setToken] = useState('');
  const put = useAction((client, body: z.infer<typeof TelegramInput>) => client.putTelegram({ body }), {
    failed: () => 'The bot was not set',
    done: ({ botName }) => (botName === null ? 'The bot was removed' : `The bot is @${botName}`),
    after: () => setToken(''),
    invalidates: ['telegram'],
  });
  const wrong = token !== '' && !TelegramInput.safeParse({ token }).success;
  return (
    <Stack gap={1} alignItems="flex-end" wrap="wrap">
      <Stack direction="column" width="100%" maxWidth={50}>
        <Field label="Bot token" description="Make a bot with @BotFather and paste what it gives." invalid={wrong} error="A number, a colon and some 35 characters" noMargin>
          <Input id="telegram-token" type="password" autoComplete="off" value={token} onChange={(event) => setToken(event.currentTarget.value.trim())} />
        </Field>
      </Stack>
      <Button disabled={token === '' || wrong || put.busy} onClick={() => void put.run({ token })}>
        Set the bot
      </Button>
      {settings.configured && (
        <Button variant="secondary" disabled={put.busy} onClick={() => void put.run({ token: null })}>
          Remove the bot
        </Button>
      )}
    </Stack>
  );
}

function LinkPerson() {
  const contacts = useContacts().data ?? [];
  const [contactId, setContactId] = useState<string>();
  const [link, setLink] = useState<z.infer<typeof TelegramLink>>();
  const make = useAction((client, id: string) => client.linkTelegram({ body: { contactId: id } }), { failed: () => 'No code was made', after: (made) => setLink(made) });
  if (contacts.length === 0) {
    return <TextLink href={paths.alerts('contacts')}>Add a contact first</TextLink>;
  }
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <Stack gap={1} alignItems="flex-end">
        <Field label="Link a person" noMargin>
          <Combobox id="telegram-contact" width={30} placeholder="Choose a contact" options={contacts.map(({ id, name }) => ({ value: id, label: name }))} value={contactId ?? null} onChange={({ value }) => setContactId(value)} />
        </Field>
        <Button variant="secondary" disabled={contactId === undefined || make.busy} onClick={() => contactId !== undefined && void make.run(contactId)}>
          Make a code
        </Button>
      </Stack>
      {link !== undefined && (
        <Alert severity="info" title="The person sends this to the bot">
          <CopyText what="the message" text={`/start ${link.code}`} />
          {link.url !== null && (
            <TextLink external href={link.url}>
              Open the bot
            </TextLink>
          )}
          <div>
            Good until <Ago at={link.expiresAt} />
          </div>
        </Alert>
      )}
    </Stack>
  );
}
