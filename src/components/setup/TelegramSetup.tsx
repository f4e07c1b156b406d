import React, { useState } from 'react';
import { Badge, Button, Field, Input, Stack, Text } from '@grafana/ui';
import type { z } from 'zod';
import { TelegramInput, type TelegramSettings } from '../../../contract/telegram.ts';
import { Ago } from '../Ago';
import { Facts } from '../Facts';
import { QueryView } from '../QueryView';
import { useAction } from '../../data/useAction';
import { useTelegram } from '../../data/useEscalation';
import { LinkPerson } from './LinkPerson';

const colors = { off: 'blue', starting: 'blue', running: 'green', failing: 'red' } as const;

/** Token, then the bot's name, then a code for each person. */
export function TelegramSetup() {
  const telegram = useTelegram();
  return (
    <section aria-label="Telegram">
      <Text element="h3" variant="h4">
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
            {data.configured && data.state !== 'off' && <LinkPerson linked={data.linked} />}
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
        <Field label={settings.configured ? 'Another bot token' : 'Bot token'} description="Write /newbot to @BotFather in Telegram and paste the token it gives. It is tried before it is kept." invalid={wrong} error="A number, a colon and some 35 characters" noMargin>
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
