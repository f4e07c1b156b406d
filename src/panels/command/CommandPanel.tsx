import React, { useState } from 'react';
import type { PanelProps } from '@grafana/data';
import { Alert, Button, ConfirmModal, EmptyState, ScrollContainer, Stack, Text } from '@grafana/ui';
import { can } from '../../data/permissions';
import { notify } from '../../data/notify';
import { panelClient } from '../panelClient';
import { serverByName } from '../serverByName';
import { useRead } from '../useRead';
import { LastRun } from './LastRun';
import { parseValues } from './parseValues';

export interface CommandOptions {
  command: string;
  /** Names of servers, separated by commas; variables may stand in it. */
  servers: string;
  /** NAME=value, one a line. */
  values: string;
  label: string;
  confirm: string;
  showOutput: boolean;
}

/** A button that runs a saved command, for those who may; everybody sees the last result. */
export function CommandPanel({ options, replaceVariables, width, height }: PanelProps<CommandOptions>) {
  const [asking, setAsking] = useState(false);
  const names = replaceVariables(options.servers, undefined, 'csv').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const { data, error, refresh } = useRead(`${options.command} ${names.join(',')}`, async () => {
    const client = panelClient();
    const [commands, servers] = await Promise.all([client.listCommands({ query: { limit: 1000 } }), Promise.all(names.map((name) => serverByName(client, name)))]);
    return { command: commands.items.find(({ name }) => name === options.command), servers: servers.filter((server) => server !== undefined) };
  });
  if (options.command === '' || names.length === 0) {
    return <EmptyState variant="not-found" message="Choose a command and servers in the panel's options" />;
  }
  if (error !== undefined) {
    return <Alert severity="error" title={error.message} />;
  }
  if (data !== undefined && data.command === undefined) {
    return <EmptyState variant="not-found" message={`No command is called ${options.command}`} />;
  }
  const command = data?.command;
  const servers = data?.servers ?? [];
  const run = async () => {
    setAsking(false);
    try {
      await panelClient().runCommand({ params: { id: command?.id ?? '' }, body: { selector: { servers: servers.map(({ id }) => id) }, values: parseValues(replaceVariables(options.values)) } });
      refresh();
    } catch (failed) {
      notify.error(`${options.command} was not run`, failed);
    }
  };
  return (
    <div style={{ width, height }}>
      <ScrollContainer>
        <Stack direction="column" gap={1} alignItems="stretch">
          {command !== undefined && can(command.runRole === 'admin' ? 'admin' : 'operate') && (
            <div>
              <Button icon="play" disabled={servers.length === 0} onClick={() => setAsking(true)}>
                {options.label || `Run ${command.name}`}
              </Button>
            </div>
          )}
          {servers.length < names.length && data !== undefined && <Text color="warning">{names.length - servers.length} of these servers are not in the fleet.</Text>}
          {command !== undefined && servers.map((server) => <LastRun key={server.id} command={command.id} server={server} showOutput={options.showOutput} />)}
        </Stack>
      </ScrollContainer>
      <ConfirmModal
        isOpen={asking}
        title={`Run ${options.command}`}
        body={options.confirm || `On ${servers.map(({ name }) => name).join(', ')}.`}
        confirmText="Run"
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not in Grafana 12.3
        confirmButtonVariant="primary"
        onConfirm={() => void run()}
        onDismiss={() => setAsking(false)}
      />
    </div>
  );
}
