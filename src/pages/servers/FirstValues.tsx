import React from 'react';
import { Button, LinkButton, Spinner, Stack, Text } from '@grafana/ui';
import type { Server } from '../../../contract/server.ts';
import { HostKeyDecision } from '../../components/HostKeyDecision';
import { StatusBadge } from '../../components/StatusBadge';
import { StatusReason } from '../../components/StatusReason';
import { VitalsLine } from '../../components/VitalsLine';
import { paths } from '../../data/paths';
import { useHostKey } from '../../data/useHostKey';
import { useServerMetrics } from '../../data/useServerMetrics';
import { useServerStatus } from '../../data/useServerStatus';

/** After saving: the first poll as it happens, and what it read. */
export function FirstValues({ server, onAnother }: { server: Server; onAnother: () => void }) {
  const status = useServerStatus(server.id, 1_000).data ?? server.status;
  const metrics = useServerMetrics(server.id, 2_000);
  const hostKey = useHostKey(server.id);
  return (
    <Stack direction="column" gap={3} alignItems="flex-start">
      <Stack gap={2} alignItems="center" wrap="wrap">
        <Text variant="h4">{server.name}</Text>
        <StatusBadge state={status.state} />
        {status.state === 'pending' && <Spinner />}
        <StatusReason status={status} detail />
      </Stack>
      {hostKey.data !== undefined && <HostKeyDecision server={server} hostKey={hostKey.data} />}
      {status.state === 'up' && metrics.data?.vitals != null && <VitalsLine vitals={metrics.data.vitals} />}
      <Stack gap={1} wrap="wrap">
        <LinkButton href={paths.server(server.id)}>Open {server.name}</LinkButton>
        <LinkButton variant="secondary" href={paths.fleet()}>
          Open the fleet
        </LinkButton>
        <Button variant="secondary" onClick={onAnother}>
          Add another
        </Button>
      </Stack>
    </Stack>
  );
}
