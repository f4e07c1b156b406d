import React, { useState } from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import type { Command } from '../../../contract/command.ts';
import { QueryView } from '../../components/QueryView';
import { RunCommand } from '../../components/RunCommand';
import { RunList } from '../../components/RunList';
import { RunStateBadge } from '../../components/RunStateBadge';
import { SimpleTable } from '../../components/SimpleTable';
import { can } from '../../data/permissions';
import { useCommands } from '../../data/useCommands';
import { useRuns } from '../../data/useRuns';
import { CommandValues } from './CommandValues';
import { OneOffScript } from './OneOffScript';
import type { TabProps } from './serverTabs';

/** What can be run here, what ran, and the values commands measured. */
export function CommandsTab({ server }: TabProps) {
  const commands = useCommands(server.id);
  const runs = useRuns({ server: server.id, limit: 30 });
  const [running, setRunning] = useState<Command>();
  return (
    <Stack direction="column" gap={3}>
      <QueryView query={commands} what="the commands">
        {(items) => (
          <SimpleTable
            title="Commands"
            empty="No saved command may run here yet."
            head={['Name', 'About', 'Last here', '']}
            rows={items.map((command) => {
              const last = command.lastResults.find(({ serverId }) => serverId === server.id);
              return [
                command.name,
                command.description,
                last === undefined ? '–' : <RunStateBadge key="last" state={last.ok ? 'ok' : 'failed'} />,
                can(command.runRole === 'admin' ? 'admin' : 'operate') ? (
                  <Button key="run" size="sm" variant="secondary" icon="play" onClick={() => setRunning(command)}>
                    Run {command.name}
                  </Button>
                ) : (
                  <Text key="no" color="secondary">
                    {command.runRole} only
                  </Text>
                ),
              ];
            })}
          />
        )}
      </QueryView>
      <CommandValues server={server.id} />
      {can('operate') && <OneOffScript server={server} />}
      <QueryView query={runs} what="the runs">
        {({ items }) => <RunList title="Runs" runs={items} without="Server" empty="Nothing ran here yet." />}
      </QueryView>
      {running !== undefined && <RunCommand command={running} server={server} onClose={() => setRunning(undefined)} />}
    </Stack>
  );
}
