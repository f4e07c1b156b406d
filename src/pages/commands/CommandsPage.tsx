import React, { useState } from 'react';
import { Button, EmptyState, FilterInput, LinkButton, Stack, Text, TextLink } from '@grafana/ui';
import type { Command } from '../../../contract/command.ts';
import { Ago } from '../../components/Ago';
import { AppPage } from '../../components/AppPage';
import { QueryView } from '../../components/QueryView';
import { RunCommand } from '../../components/RunCommand';
import { SimpleTable } from '../../components/SimpleTable';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useCommands } from '../../data/useCommands';
import { useUrlState } from '../../data/useUrlState';
import { commandTabs } from './commandTabs';
import { scheduleText } from './scheduleText';

export function CommandsPage() {
  const commands = useCommands();
  const [state, change] = useUrlState({ text: '' });
  const [running, setRunning] = useState<Command>();
  const add = can('operate') ? (
    <LinkButton icon="plus" href={paths.newCommand()}>
      New command
    </LinkButton>
  ) : undefined;
  return (
    <AppPage title="Commands" tabs={commandTabs('library')} actions={add}>
      <QueryView query={commands} what="the commands">
        {(items) =>
          items.length === 0 ? (
            <EmptyState variant="call-to-action" message="No commands yet" button={add}>
              A saved command runs on one or many servers, by hand or by schedule, and can turn what it prints into metrics.
            </EmptyState>
          ) : (
            <Stack direction="column" gap={2}>
              <FilterInput placeholder="Search name and description" value={state.text} onChange={(text) => change({ text })} escapeRegex={false} />
              <SimpleTable
                title=""
                empty="No command matches the search."
                head={['Name', 'About', 'Runs', 'Last results', '']}
                rows={items.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(state.text.toLowerCase())).map((command) => row(command, setRunning))}
              />
            </Stack>
          )
        }
      </QueryView>
      {running !== undefined && <RunCommand command={running} onClose={() => setRunning(undefined)} />}
    </AppPage>
  );
}

function row(command: Command, run: (command: Command) => void) {
  const bad = command.lastResults.filter(({ ok }) => !ok).length;
  const last = command.lastResults.map(({ at }) => at).sort().at(-1);
  return [
    <TextLink key="name" inline={false} href={paths.command(command.id)}>
      {command.name}
    </TextLink>,
    command.description,
    command.enabled ? scheduleText(command.schedule) : 'off',
    last === undefined ? (
      '–'
    ) : (
      <span key="last">
        <Text color={bad > 0 ? 'error' : 'success'}>{bad > 0 ? `${bad} of ${command.lastResults.length} failed` : `${command.lastResults.length} ok`}</Text>, <Ago at={last} />
      </span>
    ),
    can(command.runRole === 'admin' ? 'admin' : 'operate') ? (
      <Button key="run" size="sm" variant="secondary" icon="play" onClick={() => run(command)} aria-label={`Run ${command.name}`}>
        Run
      </Button>
    ) : (
      ''
    ),
  ];
}
