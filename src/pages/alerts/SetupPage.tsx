import React from 'react';
import { Stack } from '@grafana/ui';
import { Forbidden } from '../../components/Forbidden';
import { can } from '../../data/permissions';
import { AlertsPage } from './AlertsPage';
import { GrafanaSetup } from '../../components/setup/GrafanaSetup';
import { TelegramSetup } from '../../components/setup/TelegramSetup';

/** How alerts come in, and by what they leave. */
export function SetupPage() {
  return (
    <AlertsPage part="setup">
      {can('admin') ? (
        <Stack direction="column" gap={4}>
          <GrafanaSetup />
          <TelegramSetup />
        </Stack>
      ) : (
        <Forbidden what="set up alerting" />
      )}
    </AlertsPage>
  );
}
