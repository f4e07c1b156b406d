import React from 'react';
import { Button, Modal, Text } from '@grafana/ui';
import { SimpleTable } from '../../components/SimpleTable';
import type { Server } from '../../../contract/server.ts';
import { bodyOf, formOf, type ServerForm } from './serverForm';

interface BothVersionsProps {
  base: Server;
  mine: ServerForm;
  theirs: Server;
  onOverwrite: () => void;
  onTakeTheirs: () => void;
  onDismiss: () => void;
}

const words: Record<string, string> = { name: 'Name', host: 'Address', port: 'Port', username: 'User', tags: 'Tags', jump: 'Jump server', interval: 'Poll interval', hostKeyPolicy: 'Unknown host keys', enabled: 'Enabled', notes: 'Notes', auth: 'Credential' };

/** Tags read as people write them; a dash where there is nothing. */
function text(value: unknown): string {
  const shown = typeof value === 'object' && value !== null ? Object.entries(value).map(([key, one]) => `${key}=${String(one)}`).join(', ') : String(value ?? '');
  return shown === '' ? '–' : shown;
}

/** Somebody saved while this form was open: both versions of every field that differs, and the decision. */
export function BothVersions({ base, mine, theirs, onOverwrite, onTakeTheirs, onDismiss }: BothVersionsProps) {
  const [before, yours, other] = [bodyOf(formOf(base)), bodyOf(mine), bodyOf(formOf(theirs))];
  const fields = Object.keys(other).filter((field) => text(yours[field]) !== text(other[field]));
  return (
    <Modal isOpen title={`Somebody else changed ${theirs.name}`} onDismiss={onDismiss}>
      <SimpleTable title="" head={['Field', 'When you opened it', 'Yours', 'Saved now']} rows={fields.map((field) => [words[field] ?? field, text(before[field]), text(yours[field]), text(other[field])])} />
      {fields.length === 0 && <Text>Every field you see is the same; only its credential or history changed.</Text>}
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onDismiss}>
          Go on editing
        </Button>
        <Button variant="secondary" onClick={onTakeTheirs}>
          Take theirs
        </Button>
        <Button variant="destructive" onClick={onOverwrite}>
          Save mine over it
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
