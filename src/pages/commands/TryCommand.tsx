import React, { useEffect, useState } from 'react';
import { Alert, Badge, Button, Stack, Text, TextArea } from '@grafana/ui';
import type { z } from 'zod';
import { Picker } from '../../components/Picker';
import { CommandInput, type CommandTrial } from '../../../contract/command.ts';
import { useClient } from '../../data/appContext';
import { toApiError } from '../../data/apiError';
import { useAction } from '../../data/useAction';
import { useServers } from '../../data/useServers';
import type { CommandDraft } from './commandDraft';
import { MarkedOutput } from './MarkedOutput';

type Trial = z.infer<typeof CommandTrial>;
type Found = Pick<Trial, 'metrics' | 'exposition' | 'problems'>;

/** Tries the unsaved command on a server, and takes numbers out of its output again at every key. */
export function TryCommand({ draft }: { draft: CommandDraft }) {
  const servers = (useServers(Infinity).data ?? []).filter(({ status }) => status.state === 'up');
  const [server, setServer] = useState<string>();
  const [output, setOutput] = useState('');
  const trial = useAction((client, serverId: string, command: CommandInput) => client.tryCommand({ body: { command, serverId } }), { failed: () => 'The command was not tried', after: ({ stdout }) => setOutput(stdout) });
  const [result, setResult] = useState<Trial>();
  const found = useFound(draft, output);
  const run = async () => {
    const checked = CommandInput.safeParse({ ...draft, name: draft.name === '' ? 'unnamed' : draft.name });
    if (checked.success && server !== undefined) {
      setResult(await trial.run(server, checked.data));
    }
  };
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <Picker label="Try on" placeholder="Try on a server" width={28} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={server ?? null} onChange={({ value }) => setServer(value)} />
        <Button variant="secondary" icon="play" disabled={server === undefined || draft.script === '' || trial.busy} onClick={() => void run()}>
          {trial.busy ? 'Trying' : 'Try'}
        </Button>
        {result !== undefined && <Badge text={`${result.ok ? 'ok' : 'failed'}, exit ${result.exitCode ?? '–'}, ${Math.round(result.durationMs)} ms`} color={result.ok ? 'green' : 'red'} />}
      </Stack>
      {result !== undefined && result.stderr !== '' && (
        <Alert severity="warning" title="It wrote to standard error">
          <pre>{result.stderr}</pre>
        </Alert>
      )}
      <Text color="secondary">Output: what it printed, or what you paste here.</Text>
      <TextArea aria-label="Output to read" rows={6} spellCheck={false} value={output} onChange={(event) => setOutput(event.currentTarget.value)} />
      {typeof found === 'string' ? (
        <Alert severity="error" title="The patterns can not be used">
          {found}
        </Alert>
      ) : (
        found !== undefined && (
          <>
            <MarkedOutput output={output} samples={found.metrics.flatMap(({ samples }) => samples)} />
            {found.problems.map((problem) => (
              <Alert key={problem} severity="warning" title={problem} />
            ))}
            <Text color="secondary">Metrics it would make:</Text>
            <pre aria-label="Metric lines">{found.exposition === '' ? '(none)' : found.exposition}</pre>
          </>
        )
      )}
    </Stack>
  );
}

/** What the extractions find in the output: asked for a moment after the last key; a sentence when they are wrong. */
function useFound({ name, extractions }: CommandDraft, output: string): Found | string | undefined {
  const client = useClient();
  const [found, setFound] = useState<Found | string>();
  const body = JSON.stringify({ name: name === '' ? 'unnamed' : name, extractions: extractions ?? [], output });
  const idle = output === '' || (extractions ?? []).length === 0;
  useEffect(() => {
    if (idle) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.previewExtraction({ body: JSON.parse(body), signal: abort.signal }).then(setFound, (error: unknown) => !abort.signal.aborted && setFound(toApiError(error).message));
    }, 250);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, body, idle]);
  return idle ? undefined : found;
}
