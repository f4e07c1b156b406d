import React, { useState } from 'react';
import { Button, Field, Input, Modal } from '@grafana/ui';
import type { z } from 'zod';
import { BulkServers } from '../../../contract/import.ts';

type Change = z.input<typeof BulkServers>['change'];

interface BulkEditProps {
  count: string;
  onSave: (change: Change) => void;
  onDismiss: () => void;
}

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');

/** Tags and interval for many servers; what is left empty stays as it is. */
export function BulkEdit({ count, onSave, onDismiss }: BulkEditProps) {
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [interval, setInterval] = useState('');
  const [problem, setProblem] = useState<string>();
  const save = () => {
    const change = {
      ...(words(add).length > 0 ? { addTags: Object.fromEntries(words(add).map((tag) => [tag.split('=')[0], tag.split('=').slice(1).join('=')])) } : {}),
      ...(words(remove).length > 0 ? { removeTags: words(remove) } : {}),
      ...(interval.trim() === '' ? {} : { interval: interval.trim() === 'default' ? null : interval.trim() }),
    };
    const checked = BulkServers.shape.change.safeParse(change);
    if (checked.success) {
      onSave(change);
    } else {
      setProblem(checked.error.issues.map(({ path, message }) => `${path.join(' ')} ${message}`.trim()).join('; '));
    }
  };
  return (
    <Modal isOpen title={`Edit ${count}`} onDismiss={onDismiss}>
      <Field label="Add tags" description="role=web env=prod. A tag that is there gets the new value." invalid={problem !== undefined} error={problem}>
        <Input id="bulk-add" value={add} onChange={(event) => setAdd(event.currentTarget.value)} />
      </Field>
      <Field label="Remove tags" description="Their names, separated by spaces.">
        <Input id="bulk-remove" value={remove} onChange={(event) => setRemove(event.currentTarget.value)} />
      </Field>
      <Field label="Poll interval" description="Such as 30s; default goes back to the exporter's own.">
        <Input id="bulk-interval" width={20} value={interval} onChange={(event) => setInterval(event.currentTarget.value)} />
      </Field>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onDismiss}>
          Cancel
        </Button>
        <Button onClick={save}>Change {count}</Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
