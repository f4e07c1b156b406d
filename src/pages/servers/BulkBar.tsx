import React, { useState } from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import type { z } from 'zod';
import type { BulkServers, BulkServersResult } from '../../../contract/import.ts';
import type { Server } from '../../../contract/server.ts';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { useAction } from '../../data/useAction';
import { BulkEdit } from './BulkEdit';

type Change = z.input<typeof BulkServers>['change'];
type Results = z.output<typeof BulkServersResult>['results'];

/** What can be done with the chosen servers, all at once; each tells its own result. */
export function BulkBar({ servers, onClear }: { servers: Server[]; onClear: () => void }) {
  const [failed, setFailed] = useState<Results>([]);
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const bulk = useAction((client, change: Change) => client.bulkServers({ body: { selector: { servers: servers.map(({ id }) => id) }, change } }), {
    failed: () => 'Nothing was changed',
    done: ({ results }) => `${results.filter(({ ok }) => ok).length} of ${results.length} servers changed`,
    invalidates: ['servers', 'status'],
  });
  const run = async (change: Change) => {
    setOpen(undefined);
    const reply = await bulk.run(change);
    setFailed(reply?.results.filter(({ ok }) => !ok) ?? []);
    if (change.delete === true && reply !== undefined) {
      onClear();
    }
  };
  const count = `${servers.length} ${servers.length === 1 ? 'server' : 'servers'}`;
  return (
    <Stack direction="column" gap={1}>
      <Stack gap={1} wrap="wrap" alignItems="center" role="toolbar" aria-label="Change the chosen servers">
        <Text weight="medium">{count} chosen</Text>
        <Button size="sm" variant="secondary" disabled={bulk.busy} onClick={() => void run({ enabled: true })}>
          Enable
        </Button>
        <Button size="sm" variant="secondary" disabled={bulk.busy} onClick={() => void run({ enabled: false })}>
          Disable
        </Button>
        <Button size="sm" variant="secondary" disabled={bulk.busy} onClick={() => setOpen('edit')}>
          Edit tags and interval
        </Button>
        <Button size="sm" variant="destructive" fill="outline" disabled={bulk.busy} onClick={() => setOpen('delete')}>
          Delete
        </Button>
        <Button size="sm" fill="text" onClick={onClear}>
          Clear choice
        </Button>
      </Stack>
      {failed.length > 0 && (
        <Alert severity="error" title={`${failed.length} not changed`} onRemove={() => setFailed([])}>
          <ul>
            {failed.map(({ id, name, message, code }) => (
              <li key={id}>
                {name}: {message} ({code})
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {open === 'edit' && <BulkEdit count={count} onSave={run} onDismiss={() => setOpen(undefined)} />}
      {open === 'delete' && (
        <ConfirmDelete
          name={count}
          typed={servers.length === 1 ? (servers[0]?.name ?? '') : `${servers.length}`}
          body={`Their credentials, pinned keys and history go with them: ${servers.slice(0, 10).map(({ name }) => name).join(', ')}${servers.length > 10 ? ' …' : ''}.`}
          onConfirm={() => void run({ delete: true })}
          onDismiss={() => setOpen(undefined)}
        />
      )}
    </Stack>
  );
}
