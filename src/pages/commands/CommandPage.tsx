import React, { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { locationUtil } from '@grafana/data';
import { Button, LinkButton, Stack, Text } from '@grafana/ui';
import type { Command } from '../../../contract/command.ts';
import { metricName } from '../../../contract/metricName.ts';
import { Ago } from '../../components/Ago';
import { AppPage } from '../../components/AppPage';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { Facts } from '../../components/Facts';
import { QueryView } from '../../components/QueryView';
import { RunCommand } from '../../components/RunCommand';
import { RunList } from '../../components/RunList';
import { etag } from '../../data/etag';
import { paths } from '../../data/paths';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';
import { useCommand } from '../../data/useCommands';
import { useRuns } from '../../data/useRuns';
import { scheduleText } from './scheduleText';

export function CommandPage() {
  const { id = '' } = useParams();
  const command = useCommand(id);
  return (
    <AppPage title={command.data?.name ?? 'Command'} parent={{ text: 'Commands', url: paths.commands() }} actions={command.data && <Actions command={command.data} />}>
      <QueryView query={command} what="the command">
        {(data) => <Shown command={data} />}
      </QueryView>
    </AppPage>
  );
}

function Shown({ command }: { command: Command }) {
  const runs = useRuns({ command: command.id, limit: 50 });
  return (
    <Stack direction="column" gap={3}>
      {command.description !== '' && <Text>{command.description}</Text>}
      <Facts
        facts={[
          ['Runs', command.enabled ? scheduleText(command.schedule) : 'off'],
          ...(command.nextRun === null ? [] : [['Next', <Ago key="next" at={command.nextRun} />] as [string, React.ReactNode]]),
          ['Interpreter', command.interpreter + (command.sudo ? ', as root' : '')],
          ['Who may run it', command.runRole],
          ['Ends after', command.timeout],
          ['Measures', command.extractions.map((extraction) => `${metricName(command.name, extraction)} (${extraction.type})`).join(', ') || 'nothing'],
        ]}
      />
      <pre>{command.script}</pre>
      <QueryView query={runs} what="the runs">
        {({ items }) => <RunList title="Runs" runs={items} without="Command" empty="It did not run yet." />}
      </QueryView>
    </Stack>
  );
}

function Actions({ command }: { command: Command }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'run' | 'delete'>();
  const remove = useAction((client) => client.deleteCommand({ params: { id: command.id }, ifMatch: etag(command) }), {
    failed: () => `${command.name} was not deleted`,
    done: () => `${command.name} deleted; its runs stay`,
    after: () => navigate(locationUtil.stripBaseFromUrl(paths.commands())),
    invalidates: ['commands?'],
  });
  return (
    <Stack gap={1}>
      {can(command.runRole === 'admin' ? 'admin' : 'operate') && (
        <Button icon="play" onClick={() => setOpen('run')}>
          Run
        </Button>
      )}
      {can('operate') && (
        <>
          <LinkButton variant="secondary" icon="pen" href={paths.editCommand(command.id)}>
            Edit
          </LinkButton>
          <Button variant="destructive" fill="outline" onClick={() => setOpen('delete')}>
            Delete
          </Button>
        </>
      )}
      {open === 'run' && <RunCommand command={command} onClose={() => setOpen(undefined)} />}
      {open === 'delete' && (
        <ConfirmDelete
          name={command.name}
          body="Its schedule ends and its metrics go stale. Its runs stay until retention ends."
          onConfirm={() => {
            setOpen(undefined);
            void remove.run();
          }}
          onDismiss={() => setOpen(undefined)}
        />
      )}
    </Stack>
  );
}
