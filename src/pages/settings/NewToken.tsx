import React, { useState } from 'react';
import { Alert, Button, Combobox, Field, Input, Modal, Stack } from '@grafana/ui';
import type { z } from 'zod';
import { TokenCreate } from '../../../contract/token.ts';
import { Choice } from '../../components/Choice';
import { CopyText } from '../../components/CopyText';
import { useAction } from '../../data/useAction';

type Draft = z.input<typeof TokenCreate>;

const kinds = [
  { value: 'direct' as const, label: 'Scripts and Prometheus', description: 'Has a role of its own' },
  { value: 'grafana' as const, label: 'This app', description: 'The role comes with each request, from Grafana' },
  { value: 'datasource' as const, label: 'Data source', description: 'Can only read' },
];
const roles = (['viewer', 'operator', 'admin'] as const).map((value) => ({ value, label: value }));
const ends = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];

/** Makes a token and shows it, this once. */
export function NewToken({ onDismiss }: { onDismiss: () => void }) {
  const [draft, setDraft] = useState<Draft>({ name: '', kind: 'direct', role: 'viewer' });
  const [days, setDays] = useState('');
  const [problem, setProblem] = useState<string>();
  const create = useAction((client, body: Draft) => client.createToken({ body }), { failed: () => 'No token was made', invalidates: ['tokens'] });
  const [made, setMade] = useState<string>();
  const save = async () => {
    const body: Draft = { name: draft.name.trim(), kind: draft.kind, ...(draft.kind === 'direct' ? { role: draft.role } : {}), ...(days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }) };
    const checked = TokenCreate.safeParse(body);
    setProblem(checked.error?.issues[0] === undefined ? undefined : body.name === '' ? 'Enter a name.' : checked.error.issues[0].message);
    if (checked.success) {
      setMade((await create.run(body))?.token);
    }
  };
  if (made !== undefined) {
    return (
      <Modal isOpen title="Copy the token now" onDismiss={onDismiss} closeOnBackdropClick={false}>
        <Stack direction="column" gap={2}>
          <Alert severity="warning" title="It is not shown again" />
          <CopyText what="the token" text={made} />
        </Stack>
        <Modal.ButtonRow>
          <Button onClick={onDismiss}>Done</Button>
        </Modal.ButtonRow>
      </Modal>
    );
  }
  return (
    <Modal isOpen title="New token" onDismiss={onDismiss}>
      <Field label="Name" description="What or who uses it." invalid={problem !== undefined} error={problem}>
        <Input id="token-name" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
      </Field>
      <Field label="For">
        <Combobox id="token-kind" options={kinds} value={draft.kind ?? 'direct'} onChange={({ value }) => setDraft({ ...draft, kind: value })} />
      </Field>
      {draft.kind === 'direct' && (
        <Field label="Role">
          <Choice options={roles} value={draft.role} onChange={(role) => setDraft({ ...draft, role })} />
        </Field>
      )}
      <Field label="Ends">
        <Combobox id="token-ends" options={ends} value={days} onChange={({ value }) => setDays(value)} />
      </Field>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onDismiss}>
          Cancel
        </Button>
        <Button disabled={create.busy} onClick={() => void save()}>
          Make token
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
