import React from 'react';
import { Badge, Text, TextLink } from '@grafana/ui';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { paths } from '../../data/paths';
import { useTelegram } from '../../data/useEscalation';

const botColors = { off: 'purple', starting: 'blue', running: 'green', failing: 'red' } as const;

/** Whether the bot is well; it is set up where the alerts are. */
export function TelegramFacts() {
  const telegram = useTelegram();
  return (
    <QueryView query={telegram} what="the state of Telegram">
      {({ state, botName, lastError }) => (
        <section aria-label="Telegram">
          <Text element="h3" variant="h6">
            Telegram
          </Text>
          <Facts
            facts={[
              ['Bot', botName === null ? 'none' : `@${botName}`],
              ['State', <Badge key="state" text={state} color={botColors[state]} />],
              ...(lastError === null ? [] : [['Error', lastError] as [string, string]]),
              ['Set up', <TextLink key="link" href={paths.alerts('setup')}>in Alerts</TextLink>],
            ]}
          />
        </section>
      )}
    </QueryView>
  );
}
