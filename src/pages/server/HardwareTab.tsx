import React from 'react';
import { Button, EmptyState, Stack, Text } from '@grafana/ui';
import { Ago } from '../../components/Ago';
import { QueryView } from '../../components/QueryView';
import { SpecsView } from '../../components/SpecsView';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import { useSpecs, useSpecsHistory } from '../../data/useSpecs';
import type { TabProps } from './serverTabs';
import { SpecsTimeline } from './SpecsTimeline';

/** What the machine is made of, and how that changed. */
export function HardwareTab({ server }: TabProps) {
  const specs = useSpecs(server.id);
  const history = useSpecsHistory(server.id);
  const refresh = useAction((client) => client.refreshSpecs({ params: { id: server.id } }), {
    failed: () => `The specs of ${server.name} were not read`,
    done: () => `The specs of ${server.name} were read`,
    invalidates: ['specs'],
  });
  const button = can('operate') && (
    <Button size="sm" variant="secondary" icon="sync" disabled={refresh.busy} onClick={() => void refresh.run()}>
      Read now
    </Button>
  );
  if (specs.error?.code === 'specs_not_read' && specs.data === undefined) {
    return (
      <EmptyState variant="not-found" message="Not read yet" button={button === false ? undefined : button}>
        {specs.error.message}
      </EmptyState>
    );
  }
  return (
    <QueryView query={specs} what="the specs">
      {({ specs: data, readAt, changedAt }) => (
        <Stack direction="column" gap={3}>
          <Stack gap={2} alignItems="center" wrap="wrap">
            <Text color="secondary">
              Read <Ago at={readAt} />, last change <Ago at={changedAt} />
            </Text>
            {button}
          </Stack>
          <SpecsView specs={data} />
          {history.data !== undefined && <SpecsTimeline versions={history.data.items} />}
        </Stack>
      )}
    </QueryView>
  );
}
