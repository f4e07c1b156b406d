import React from 'react';
import { Stack, Text, TextLink } from '@grafana/ui';
import type { Server } from '../../../contract/server.ts';
import { Ago } from '../../components/Ago';
import { paths } from '../../data/paths';
import { useServerIncidents } from '../../data/useIncidents';
import { useSpecsHistory } from '../../data/useSpecs';
import { changeLog } from './changeLog';

/** What changed lately, on one time line: specs, incidents, reboots. */
export function RecentChanges({ server }: { server: Server }) {
  const specs = useSpecsHistory(server.id);
  const incidents = useServerIncidents(server.id);
  const changes = changeLog(specs.data?.items ?? [], incidents.data ?? []).slice(0, 12);
  return (
    <section aria-label="Changes">
      <Text element="h3" variant="h6">
        Changes
      </Text>
      {changes.length === 0 && <Text color="secondary">Nothing changed since it was added.</Text>}
      <Stack direction="column" gap={0.5}>
        {changes.map(({ at, text, tab }) => (
          <Stack key={`${at} ${text}`} gap={2} wrap="wrap">
            <Text color="secondary">
              <Ago at={at} />
            </Text>
            <TextLink inline={false} color="primary" href={paths.server(server.id, tab)}>
              {text}
            </TextLink>
          </Stack>
        ))}
      </Stack>
    </section>
  );
}
