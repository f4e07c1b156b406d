import React, { useState } from 'react';
import type { PanelProps } from '@grafana/data';
import { Alert, Button, EmptyState, ScrollContainer, Stack, Text } from '@grafana/ui';
import { notify } from '../../data/notify';
import { can } from '../../data/permissions';
import { panelClient } from '../panelClient';
import { serverByName } from '../serverByName';
import { useRead } from '../useRead';
import { LastRun } from './LastRun';
import { parseValues } from './parseValues';
import { RunModal } from './RunModal';
import { serverNames } from './serverNames';

export interface CommandOptions {
  command: string;
  /** Names of servers; variables may stand in them. */
  servers?: string[] | string;
  /** NAME=value, one a line. */
  values: string;
  label: string;
  confirm: string;
  showOutput: boolean;
}

/** A button that runs a saved command, for those who may; everybody sees the last result. */
export function CommandPanel({ options, replaceVariables, width, height }: PanelProps<CommandOptions>) {
  const [asking, setAsking] = useState(false);
  const [turn, setTurn] = useState(0);
  const names = serverNames(options.servers ?? [], (text) => replaceVariables(text, undefined, 'csv'));
  const { data, error } = useRead(`${options.command} ${names.join(',')}`, async () => {
    const client = panelClient();
    const [commands, servers] = await Promise.all([client.listCommands({ query: { limit: 1000 } }), Promise.all(names.map((name) => serverByName(client, name)))]);
    return { command: commands.items.find(({ name }) => name === options.command), servers: servers.filter((server) => server !== undefined) };
  });
  if (options.command === '' || names.length === 0) {
    return <EmptyState variant="not-found" hideImage message="Choose a command and servers in the panel's options" />;
  }
  if (error !== undefined) {
    return <Alert severity="error" title={error.message} />;
  }
  if (data !== undefined && data.command === undefined) {
    return <EmptyState variant="not-found" hideImage message={`No command is called ${options.command}`} />;
  }
  const { command, servers = [] } = data ?? {};
  const run = async (values: Record<string, string>) => {
    setAsking(false);
    try {
      await panelClient().runCommand({ params: { id: command?.id ?? '' }, body: { selector: { servers: servers.map(({ id }) => id) }, values } });
      setTurn((present) => present + 1);
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
          {data !== undefined && servers.length < names.length && <Text color="warning">Not in the fleet: {names.filter((name) => !servers.some((server) => server.name === name || server.id === name)).join(', ')}</Text>}
          {command !== undefined && servers.map((server) => <LastRun key={server.id} command={command.id} server={server} turn={turn} showOutput={options.showOutput} />)}
        </Stack>
      </ScrollContainer>
      {asking && command !== undefined && (
        <RunModal command={command} servers={servers} question={options.confirm} given={parseValues(replaceVariables(options.values))} onRun={(values) => void run(values)} onDismiss={() => setAsking(false)} />
      )}
    </div>
  );
}
