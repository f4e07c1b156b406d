import React from 'react';
import { PluginPage } from '@grafana/runtime';
import { EmptyState, LinkButton } from '@grafana/ui';
import { paths } from '../data/paths';

export function NotFound() {
  return (
    <PluginPage pageNav={{ text: 'Not found' }}>
      <EmptyState variant="not-found" message="There is no page at this address" button={<LinkButton href={paths.fleet()}>Open the fleet</LinkButton>} />
    </PluginPage>
  );
}
