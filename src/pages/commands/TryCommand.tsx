import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Badge, Button, Field, Stack, Text, TextArea, useStyles2 } from '@grafana/ui';
import type { z } from 'zod';
import { CommandInput, Parameter, type CommandTrial } from '../../../contract/command.ts';
import { selects } from '../../../contract/selector.ts';
import { ParameterFields } from '../../components/ParameterFields';
import { parameterProblem } from '../../components/parameterProblem';
import { Picker } from '../../components/Picker';
import { useAction } from '../../data/useAction';
import { useServers } from '../../data/useServers';
import { draftProblems, type CommandDraft } from './commandDraft';
import { MarkedOutput } from './MarkedOutput';
import { useFound } from './useFound';

type Trial = z.infer<typeof CommandTrial>;

/** Tries the unsaved command on a server, and takes numbers out of its output again at every key. */
export function TryCommand({ draft }: { draft: CommandDraft }) {
  const styles = useStyles2(getStyles);
  const servers = (useServers().data ?? []).filter((one) => one.status.state === 'up' && (draft.selector === null || draft.selector === undefined || selects({ all: false, servers: [], tags: {}, ...draft.selector }, one)));
  const [server, setServer] = useState<string>();
  const [output, setOutput] = useState('');
  const [values, setValues] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const [result, setResult] = useState<Trial>();
  const parameters = (draft.parameters ?? []).flatMap((one) => Parameter.safeParse(one).data ?? []);
  const trial = useAction((client, serverId: string, command: CommandInput) => client.tryCommand({ body: { command, serverId, values } }), { failed: () => 'The command was not tried', after: ({ stdout }) => setOutput(stdout) });
  const found = useFound(draft, output);
  const nameless = { ...draft, name: draft.name === '' ? 'unnamed' : draft.name };
  const wrong = tried ? Object.entries(draftProblems(nameless)) : [];
  const run = async () => {
    setTried(true);
    const checked = CommandInput.safeParse(nameless);
    if (checked.success && server !== undefined && parameters.every((one) => parameterProblem(one, values[one.name] ?? one.default ?? '') === undefined)) {
      setResult(await trial.run(server, checked.data));
    }
  };
  return (
    <section aria-label="Try it" className={styles.beside}>
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap" alignItems="center">
          <Picker label="Try on" placeholder="Try on a server" width={28} options={servers.map(({ id, name }) => ({ value: id, label: name }))} value={server ?? null} onChange={({ value }) => setServer(value)} />
          <Button variant="secondary" icon="play" disabled={server === undefined || draft.script === '' || trial.busy} onClick={() => void run()}>
            {trial.busy ? 'Trying' : 'Try'}
          </Button>
          {result !== undefined && <Badge text={`${result.ok ? 'ok' : 'failed'}, exit ${result.exitCode ?? '–'}, ${Math.round(result.durationMs)} ms`} color={result.ok ? 'green' : 'red'} />}
        </Stack>
        {parameters.length > 0 && <ParameterFields parameters={parameters} values={values} onChange={setValues} tried={tried} />}
        {wrong.length > 0 && (
          <Alert severity="error" title="The command is not complete yet">
            {wrong.map(([field, message]) => (
              <div key={field}>
                {field}: {message}
              </div>
            ))}
          </Alert>
        )}
        {result !== undefined && result.stderr !== '' && (
          <Alert severity="warning" title="It wrote to standard error">
            <pre className={styles.text}>{result.stderr}</pre>
          </Alert>
        )}
        <Field label="Output" description="What it printed, or what you paste here." noMargin>
          <TextArea id="command-output-text" aria-label="Output to read" rows={6} spellCheck={false} className={styles.output} value={output} onChange={(event) => setOutput(event.currentTarget.value)} />
        </Field>
        {result?.truncated === true && <Text color="warning">Cut off at the cap of this command.</Text>}
        {found === undefined && <Text color="secondary">{(draft.extractions ?? []).length === 0 ? 'Add a metric to see what it finds here.' : 'What the metrics find in it shows here, at every key.'}</Text>}
        {typeof found === 'string' && (
          <Alert severity="error" title="The metrics can not be taken out yet">
            {found}
          </Alert>
        )}
        {typeof found === 'object' && (
          <>
            <MarkedOutput output={output} samples={found.metrics.flatMap(({ samples }) => samples)} />
            {found.problems.map((problem) => (
              <Alert key={problem} severity="warning" title={problem} />
            ))}
            <Text weight="medium">Metrics it would make</Text>
            <pre className={styles.text} tabIndex={0} aria-label="Metric lines">
              {found.exposition === '' ? 'None: nothing matches.' : found.exposition}
            </pre>
          </>
        )}
      </Stack>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // The metrics are the last part of a long form: what they find stays in sight while they are typed.
  beside: css({ [theme.breakpoints.up('lg')]: { position: 'sticky', top: theme.spacing(10), alignSelf: 'start', maxHeight: `calc(100vh - ${theme.spacing(12)})`, overflow: 'auto', padding: theme.spacing(0.5) } }),
  output: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
  text: css({ maxHeight: 280, overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: theme.typography.bodySmall.fontSize }),
});
