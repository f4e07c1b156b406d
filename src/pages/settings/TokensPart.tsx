import React, { useState } from 'react';
import { Badge, Button, Stack, Text } from '@grafana/ui';
import type { Token } from '../../../contract/token.ts';
import { Ago } from '../../components/Ago';
import { ConfirmDelete } from '../../components/ConfirmDelete';
import { QueryView } from '../../components/QueryView';
import { personName } from '../../components/personName';
import { SimpleTable } from '../../components/SimpleTable';
import { useAction } from '../../data/useAction';
import { useTokens } from '../../data/useTokens';
import { NewToken } from './NewToken';

/** Who else may talk to the exporter: scripts, Prometheus, Grafana itself. */
export function TokensPart() {
  const tokens = useTokens();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token>();
  const revoke = useAction((client, token: Token) => client.deleteToken({ params: { id: token.id } }), {
    failed: (token) => `The token ${token.name} was not revoked`,
    done: () => 'Token revoked; it stopped working at once',
    invalidates: ['tokens'],
  });
  return (
    <Stack direction="column" gap={2} alignItems="stretch">
      <Stack justifyContent="space-between" wrap="wrap" gap={1} alignItems="center">
        <Text color="secondary">Only hashes are kept: a token is shown once, when it is made.</Text>
        <Button icon="plus" onClick={() => setMaking(true)}>
          New token
        </Button>
      </Stack>
      <QueryView query={tokens} what="the tokens">
        {(items) => (
          <SimpleTable
            title=""
            empty="None."
            head={['Name', 'Begins with', 'Kind', 'Role', 'Made', 'By', 'Ends', 'Last used', 'From', '']}
            rows={items.map((token) => [
              token.name,
              <code key="hint">{token.hint}</code>,
              token.kind,
              <Badge key="role" text={token.role} color={token.role === 'admin' ? 'orange' : 'blue'} />,
              <Ago key="made" at={token.createdAt} />,
              personName(token.createdBy),
              <Ago key="ends" at={token.expiresAt} />,
              <Ago key="used" at={token.lastUsedAt} />,
              token.lastUsedFrom ?? '–',
              <Button key="revoke" size="sm" fill="text" variant="destructive" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
                Revoke
              </Button>,
            ])}
          />
        )}
      </QueryView>
      {making && <NewToken onDismiss={() => setMaking(false)} />}
      {revoking !== undefined && (
        <ConfirmDelete
          verb="Revoke"
          name={revoking.name}
          body="Whoever uses this token is refused from then on. If it is the one of this app, every page stops working."
          onConfirm={() => {
            void revoke.run(revoking);
            setRevoking(undefined);
          }}
          onDismiss={() => setRevoking(undefined)}
        />
      )}
    </Stack>
  );
}
