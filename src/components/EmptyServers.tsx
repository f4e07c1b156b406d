import React from 'react';
import { EmptyState, LinkButton, Stack } from '@grafana/ui';
import { paths } from '../data/paths';
import { can } from '../data/permissions';

/** An empty fleet has two ways in. */
export function EmptyServers() {
  const ways = (
    <Stack justifyContent="center">
      <LinkButton icon="plus" href={paths.newServer()}>
        Add a server
      </LinkButton>
      <LinkButton variant="secondary" icon="import" href={paths.importServers()}>
        Import servers
      </LinkButton>
    </Stack>
  );
  return (
    <EmptyState variant="call-to-action" message="No servers yet" button={can('admin') ? ways : undefined}>
      {can('admin')
        ? 'Any Linux server you can reach by SSH will do; nothing is installed on it.'
        : 'An administrator can add the first one.'}
    </EmptyState>
  );
}
