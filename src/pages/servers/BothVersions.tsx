import React from 'react';
import { Button, Modal, Text } from '@grafana/ui';
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

const text = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? ''));

/** Somebody saved while this form was open: both versions of every field that differs, and the decision. */
export function BothVersions({ base, mine, theirs, onOverwrite, onTakeTheirs, onDismiss }: BothVersionsProps) {
  const [before, yours, other] = [bodyOf(formOf(base)), bodyOf(mine), bodyOf(formOf(theirs))];
  const fields = Object.keys(other).filter((field) => text(yours[field]) !== text(other[field]));
  return (
    <Modal isOpen title={`Somebody else changed ${theirs.name}`} onDismiss={onDismiss}>
      <table>
        <thead>
          <tr>
            <th>Field</th>
            <th>When you opened it</th>
            <th>Yours</th>
            <th>Saved now</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{text(before[field])}</td>
              <td>{text(yours[field])}</td>
              <td>{text(other[field])}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
