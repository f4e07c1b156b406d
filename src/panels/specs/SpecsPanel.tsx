import React from 'react';
import type { PanelProps } from '@grafana/data';
import { Alert, EmptyState, ScrollContainer } from '@grafana/ui';
import { SpecsView } from '../../components/SpecsView';
import { panelClient } from '../panelClient';
import { serverByName } from '../serverByName';
import { useRead } from '../useRead';

export interface SpecsOptions {
  /** A server's name; a variable such as $server may stand in it. */
  server: string;
}

/** What one server is made of. */
export function SpecsPanel({ options, replaceVariables, width, height, data }: PanelProps<SpecsOptions>) {
  const name = replaceVariables(options.server);
  const { data: specs, error } = useRead(`${name} ${data.structureRev ?? 0}`, async () => {
    const server = await serverByName(panelClient(), name);
    return server === undefined ? null : panelClient().getSpecs({ params: { id: server.id } });
  });
  return (
    <div style={{ width, height }}>
      <ScrollContainer>
        {error !== undefined && <Alert severity={error.code === 'specs_not_read' ? 'info' : 'error'} title={error.message} />}
        {name === '' ? (
          <EmptyState variant="not-found" hideImage message="Choose a server in the panel's options" />
        ) : specs === null ? (
          <EmptyState variant="not-found" hideImage message={`No server is called ${name}`} />
        ) : (
          specs !== undefined && <SpecsView specs={specs.specs} />
        )}
      </ScrollContainer>
    </div>
  );
}
