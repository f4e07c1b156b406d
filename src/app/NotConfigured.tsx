import React from 'react';
import { PluginPage } from '@grafana/runtime';
import { EmptyState, LinkButton } from '@grafana/ui';
import { paths } from '../data/paths';
import { can } from '../data/permissions';

/** The first thing after installing: the app does not know its exporter yet. */
export function NotConfigured() {
  return (
    <PluginPage pageNav={{ text: 'Shellwatch' }}>
      <EmptyState
        variant="call-to-action"
        message="Connect the exporter"
        button={can('admin') ? <LinkButton href={paths.configuration()}>Open the configuration</LinkButton> : undefined}
      >
        {can('admin')
          ? 'Shellwatch shows what its exporter reads. Give its address and token once.'
          : 'Shellwatch shows what its exporter reads. An administrator has to give its address and token once.'}
      </EmptyState>
    </PluginPage>
  );
}
