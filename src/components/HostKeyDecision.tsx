import React from 'react';
import type { ServerHostKey } from '../../contract/hostKey.ts';
import { can } from '../data/permissions';
import { useAction } from '../data/useAction';
import { CompareKey } from './CompareKey';

/** Accepting the key that a saved server showed last; nothing when none waits. */
export function HostKeyDecision({ server, hostKey }: { server: { id: string; name: string }; hostKey: ServerHostKey }) {
  const accept = useAction((client, fingerprint: string) => client.acceptHostKey({ params: { id: server.id }, body: { fingerprint } }), {
    failed: () => `The host key of ${server.name} was not accepted`,
    done: () => `The host key of ${server.name} is pinned; it is polled now`,
    invalidates: ['host-keys', 'servers', 'status'],
  });
  const { seen, pinned, state } = hostKey;
  if (seen === null || state === 'verified' || state === 'unseen') {
    return null;
  }
  return (
    <CompareKey
      name={server.name}
      shown={seen}
      changed={state === 'changed'}
      pinned={state === 'changed' ? (pinned ?? undefined) : undefined}
      busy={accept.busy}
      onAccept={can('admin') ? () => void accept.run(seen.fingerprint) : undefined}
    />
  );
}
