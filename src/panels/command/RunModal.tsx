import React, { useState } from 'react';
import { Button, Modal, Stack, Text } from '@grafana/ui';
import type { Command } from '../../../contract/command.ts';
import { ParameterFields } from '../../components/ParameterFields';
import { parameterProblem } from '../../components/parameterProblem';

interface RunModalProps {
  command: Command;
  servers: Array<{ id: string; name: string }>;
  question: string;
  /** The panel's values of its parameters, to begin with. */
  given: Record<string, string>;
  onRun: (values: Record<string, string>) => void;
  onDismiss: () => void;
}

/** Asks before a command runs: where, and with which values. */
export function RunModal({ command, servers, question, given, onRun, onDismiss }: RunModalProps) {
  const [values, setValues] = useState(() => ({ ...Object.fromEntries(command.parameters.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]]))), ...given }));
  const [tried, setTried] = useState(false);
  const run = () => {
    setTried(true);
    if (command.parameters.every((parameter) => parameterProblem(parameter, values[parameter.name] ?? '') === undefined)) {
      onRun(values);
    }
  };
  return (
    <Modal isOpen title={`Run ${command.name}`} onDismiss={onDismiss}>
      <Stack direction="column" gap={2}>
        {question !== '' && <Text>{question}</Text>}
        <Text color="secondary">On {servers.map(({ name }) => name).join(', ')}.</Text>
        <ParameterFields parameters={command.parameters} values={values} onChange={setValues} tried={tried} />
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onDismiss}>
          Cancel
        </Button>
        <Button icon="play" onClick={run}>
          Run
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
