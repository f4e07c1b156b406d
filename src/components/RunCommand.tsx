import React, { useState } from 'react';
import { Button, Drawer, LinkButton, Stack, Text } from '@grafana/ui';
import type { Command } from '../../contract/command.ts';
import { selects, type ServerSelector } from '../../contract/selector.ts';
import { paths } from '../data/paths';
import { useAction } from '../data/useAction';
import { useServers } from '../data/useServers';
import { ParameterFields } from './ParameterFields';
import { parameterProblem } from './parameterProblem';
import { RunBatch } from './RunBatch';
import { nobody, ServerPicker } from './ServerPicker';
import { useFocusBack } from './useFocusBack';

interface RunCommandProps {
  command: Command;
  /** Already decided where: the page of one server. */
  server?: { id: string; name: string };
  onClose: () => void;
}

/** Run a saved command: where, with which values, then each server's result as it comes. */
export function RunCommand({ command, server, onClose }: RunCommandProps) {
  useFocusBack();
  const servers = (useServers().data ?? []).filter((one) => command.selector === null || selects(command.selector, one));
  const [selector, setSelector] = useState<ServerSelector>(server === undefined ? nobody : { ...nobody, servers: [server.id] });
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(command.parameters.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]]))));
  const [tried, setTried] = useState(false);
  const [batch, setBatch] = useState<string>();
  const run = useAction((client) => client.runCommand({ params: { id: command.id }, body: { selector, values } }), { failed: () => `${command.name} was not run`, after: (reply) => setBatch(reply.batch), invalidates: ['runs', 'commands'] });
  const targets = servers.filter((one) => selects(selector, one));
  const start = () => {
    setTried(true);
    if (targets.length > 0 && command.parameters.every((parameter) => parameterProblem(parameter, values[parameter.name] ?? '') === undefined)) {
      void run.run();
    }
  };
  return (
    <Drawer title={`Run ${command.name}`} subtitle={command.description} onClose={onClose} size="md">
      <Stack direction="column" gap={2}>
        {batch === undefined ? (
          <>
            {server === undefined ? <ServerPicker servers={servers} value={selector} onChange={setSelector} /> : <Text>On {server.name}.</Text>}
            {tried && targets.length === 0 && <Text color="error">Choose at least one server.</Text>}
            <ParameterFields parameters={command.parameters} values={values} onChange={setValues} tried={tried} />
            <div>
              <Button icon="play" disabled={run.busy} onClick={start}>
                Run on {targets.length} {targets.length === 1 ? 'server' : 'servers'}
              </Button>
            </div>
          </>
        ) : (
          <>
            <RunBatch batch={batch} />
            <Text color="secondary">It goes on when this is closed.</Text>
            <Stack gap={1}>
              <LinkButton variant="secondary" icon="history" href={paths.runs({ batch })}>
                Open as a page
              </LinkButton>
              <Button variant="secondary" onClick={() => setBatch(undefined)}>
                Run again
              </Button>
              <Button variant="secondary" fill="text" onClick={onClose}>
                Close
              </Button>
            </Stack>
          </>
        )}
      </Stack>
    </Drawer>
  );
}
