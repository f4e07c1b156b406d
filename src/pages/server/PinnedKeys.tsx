import React, { useState } from 'react';
import { Button, ConfirmModal, Stack } from '@grafana/ui';
import type { ServerHostKey } from '../../../contract/hostKey.ts';
import type { Server } from '../../../contract/server.ts';
import { Ago } from '../../components/Ago';
import { personName } from '../../components/personName';
import { SimpleTable } from '../../components/SimpleTable';
import { can } from '../../data/permissions';
import { useAction } from '../../data/useAction';

/** The keys this server may show, and how each came to be trusted. */
export function PinnedKeys({ server, hostKey }: { server: Server; hostKey: ServerHostKey }) {
  const [forgetting, setForgetting] = useState<string>();
  const forget = useAction((client, fingerprint: string) => client.forgetHostKey({ params: { id: server.id }, query: { fingerprint } }), {
    failed: () => 'The host key was not forgotten',
    done: () => `A host key of ${server.name} was forgotten`,
    invalidates: ['host-keys', 'servers', 'status'],
  });
  return (
    <Stack direction="column">
      <SimpleTable
        title="Pinned host keys"
        empty="None: an unknown key waits for a person."
        head={['Type', 'Fingerprint', 'Pinned', 'By', 'How', '']}
        rows={hostKey.pinnedKeys.map((key) => [
          key.type,
          <code key="print">{key.fingerprint}</code>,
          <Ago key="at" at={key.pinnedAt} />,
          personName(key.pinnedBy),
          key.source,
          can('admin') ? (
            <Button key="forget" size="sm" fill="text" variant="destructive" onClick={() => setForgetting(key.fingerprint)}>
              Forget
            </Button>
          ) : (
            ''
          ),
        ])}
      />
      <ConfirmModal
        isOpen={forgetting !== undefined}
        title="Forget host key"
        body={`The session to ${server.name} closes, and its key waits to be compared again.`}
        confirmText="Forget host key"
        onConfirm={() => {
          void forget.run(forgetting ?? '');
          setForgetting(undefined);
        }}
        onDismiss={() => setForgetting(undefined)}
      />
    </Stack>
  );
}
