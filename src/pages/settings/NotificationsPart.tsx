import React from 'react';
import { LinkButton, Stack, Text } from '@grafana/ui';
import { GrafanaSetup } from '../../components/setup/GrafanaSetup';
import { TelegramSetup } from '../../components/setup/TelegramSetup';
import { paths } from '../../data/paths';

/** How alerts come in, by what they leave, and where people and policies are. */
export function NotificationsPart() {
  return (
    <Stack direction="column" gap={4}>
      <GrafanaSetup />
      <TelegramSetup />
      <section aria-label="Who is told">
        <Stack direction="column" gap={1}>
          <Text element="h3" variant="h4">
            Who is told
          </Text>
          <Text color="secondary">Contacts say how people are reached, policies whom an incident is told, a rota who has duty. E-mail needs SHELLWATCH_SMTP_URL.</Text>
          <Stack gap={1} wrap="wrap">
            <LinkButton size="sm" variant="secondary" href={paths.alerts('contacts')}>
              Contacts
            </LinkButton>
            <LinkButton size="sm" variant="secondary" href={paths.alerts('policies')}>
              Escalation policies
            </LinkButton>
            <LinkButton size="sm" variant="secondary" href={paths.alerts('rota')}>
              Rotas
            </LinkButton>
            <LinkButton size="sm" variant="secondary" href={paths.alerts('maintenance')}>
              Maintenance
            </LinkButton>
          </Stack>
        </Stack>
      </section>
    </Stack>
  );
}
