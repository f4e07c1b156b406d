import React, { type ReactNode } from 'react';
import { EmptyState, LinkButton, Stack } from '@grafana/ui';
import type { Server } from '../../../contract/server.ts';
import type { ServerStatus } from '../../../contract/status.ts';
import { StatusReason } from '../../components/StatusReason';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';

interface NoValuesYetProps {
  server: Server;
  status: ServerStatus;
  message: string;
  /** Why there is nothing although the server is up. */
  whenUp: ReactNode;
  /** What may be done then. */
  action?: ReactNode;
}

/** Stands where values will be: why there are none, and the next step of those who may take it. */
export function NoValuesYet({ server, status, message, whenUp, action }: NoValuesYetProps) {
  const steps = (
    <Stack justifyContent="center" wrap="wrap">
      <LinkButton href={paths.server(server.id, 'connection')}>{can('operate') ? 'Test the connection' : 'See the connection'}</LinkButton>
      {can('admin') && (
        <LinkButton variant="secondary" href={paths.editServer(server.id)}>
          Edit {server.name}
        </LinkButton>
      )}
    </Stack>
  );
  return (
    <EmptyState variant="not-found" message={message} button={status.state === 'up' ? action : steps}>
      {status.state === 'up' ? whenUp : <StatusReason status={status} detail />}
    </EmptyState>
  );
}
