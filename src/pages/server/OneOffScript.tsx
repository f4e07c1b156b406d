import React, { useState } from 'react';
import { Button, Collapse, Field, Stack, TextArea } from '@grafana/ui';
import { Picker } from '../../components/Picker';
import type { Server } from '../../../contract/server.ts';
import { Interpreter } from '../../../contract/command.ts';
import { RunBatch } from '../../components/RunBatch';
import { useAction } from '../../data/useAction';

/** A script for this once; it is audited and kept as a run like any other. */
export function OneOffScript({ server }: { server: Server }) {
  const [open, setOpen] = useState(false);
  const [script, setScript] = useState('');
  const [interpreter, setInterpreter] = useState<(typeof Interpreter.options)[number]>('sh');
  const [batch, setBatch] = useState<string>();
  const run = useAction((client) => client.runOnServer({ params: { id: server.id }, body: { script, interpreter } }), { failed: () => 'The script was not run', after: (reply) => setBatch(reply.batch), invalidates: ['runs'] });
  return (
    <Collapse label="Run a script once" isOpen={open} onToggle={setOpen}>
      <Stack direction="column" gap={1} alignItems="stretch">
        <Field label={`Script on ${server.name}`} description="Sent to the interpreter over standard input." noMargin>
          <TextArea id="script" rows={4} spellCheck={false} value={script} onChange={(event) => setScript(event.currentTarget.value)} />
        </Field>
        <Stack gap={1}>
          <Picker label="Interpreter" width={16} options={Interpreter.options.map((value) => ({ value, label: value }))} value={interpreter} onChange={({ value }) => setInterpreter(value)} />
          <Button icon="play" disabled={run.busy || script.trim() === ''} onClick={() => void run.run()}>
            Run script
          </Button>
        </Stack>
        {batch !== undefined && <RunBatch key={batch} batch={batch} />}
      </Stack>
    </Collapse>
  );
}
