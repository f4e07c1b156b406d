import React from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import { Ago } from '../../components/Ago';
import { QueryView } from '../../components/QueryView';
import { SpecsView } from '../../components/SpecsView';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import { useSpecs, useSpecsHistory } from '../../data/useSpecs';
import { NoValuesYet } from './NoValuesYet';
import type { TabProps } from './serverTabs';
import { SpecsTimeline } from './SpecsTimeline';

/** What the machine is made of, and how that changed. */
export function HardwareTab({ server, status }: TabProps) {
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
      <NoValuesYet server={server} status={status} message={`The specs of ${server.name} were not read yet`} whenUp="They are read when it is reached for the first time." action={button} />
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
