import React from 'react';
import { config } from '@grafana/runtime';
import { Stack, Text, TextLink } from '@grafana/ui';
import { Facts } from '../../components/Facts';
import { useAppServices } from '../../data/appContext';
import { useHealth } from '../../data/useHealth';
import { pluginVersion } from './pluginVersion';

/** Which versions run, and where to read more. */
export function AboutPart() {
  const { settings } = useAppServices();
  const health = useHealth();
  return (
    <Stack direction="column" gap={2}>
      <Text>Shellwatch watches Linux servers over plain SSH, with nothing installed on them, and brings them into Grafana.</Text>
      <Facts
        facts={[
          ['App', pluginVersion],
          ['Exporter', health.data?.version ?? '–'],
          ['Grafana', config.buildInfo.version],
          ['Licence', 'Apache-2.0'],
        ]}
      />
      <Text color="secondary">The exporter serves its API documentation at its own address, under /docs.</Text>
      {settings.exporterUrl !== undefined && (
        <div>
          <TextLink external href={`${settings.exporterUrl}/docs`}>
            API documentation
          </TextLink>
        </div>
      )}
    </Stack>
  );
}
