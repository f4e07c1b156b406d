import React, { useState } from 'react';
import { Button, Field, Input, Modal } from '@grafana/ui';
import { Choice } from '../../components/Choice';
import { dateTimeFormat } from '@grafana/data';
import type { Server } from '../../../contract/server.ts';
import { useAction } from '../../data/useAction';

const lengths = [
  { value: 30, label: '30 min' },
  { value: 60, label: '1 h' },
  { value: 240, label: '4 h' },
  { value: 1440, label: '1 day' },
];

/** For how long, and why: incidents of the server are kept meanwhile, but nobody is told. */
export function MaintenanceModal({ server, onDone }: { server: Server; onDone: () => void }) {
  const [minutes, setMinutes] = useState(60);
  const [reason, setReason] = useState('');
  const start = useAction(
    (client) => {
      const now = Date.now();
      const when = { type: 'once' as const, from: new Date(now).toISOString(), to: new Date(now + minutes * 60_000).toISOString() };
      // The names of windows are unique.
      return client.createMaintenance({ body: { name: `${server.name}, ${dateTimeFormat(now)}`, selector: { servers: [server.id] }, when, reason, enabled: true } });
    },
    { failed: () => `The maintenance of ${server.name} did not begin`, done: () => `Nobody is told about ${server.name} for ${lengths.find(({ value }) => value === minutes)?.label ?? ''}`, after: onDone, invalidates: ['maintenance'] }
  );
  return (
    <Modal isOpen title={`Maintenance of ${server.name}`} onDismiss={onDone}>
      <Field label="From now on, for">
        <Choice aria-label="From now on, for" options={lengths} value={minutes} onChange={setMinutes} />
      </Field>
      <Field label="Reason" description="Stands in the list of windows and on its incidents.">
        <Input id="maintenance-reason" value={reason} placeholder="Kernel update" onChange={(event) => setReason(event.currentTarget.value)} />
      </Field>
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onDone}>
          Cancel
        </Button>
        <Button disabled={start.busy} onClick={() => void start.run()}>
          Start maintenance
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
