import React, { useState } from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import { CopyText } from '../../components/CopyText';
import { useAction } from '../../data/useAction';

/** Makes a key pair: the private half goes into the form, the public line to the server by the person. */
export function GenerateKey({ onKey }: { onKey: (privateKey: string) => void }) {
  const [publicKey, setPublicKey] = useState<string>();
  const generate = useAction((client) => client.createKeyPair({ body: { type: 'ed25519', comment: 'shellwatch' } }), { failed: () => 'No key pair was made' });
  const run = async () => {
    const pair = await generate.run();
    if (pair !== undefined) {
      setPublicKey(pair.publicKey.trim());
      onKey(pair.privateKey);
    }
  };
  return (
    <Stack direction="column" alignItems="flex-start" gap={1}>
      <Button size="sm" variant="secondary" icon="key-skeleton-alt" disabled={generate.busy} onClick={() => void run()}>
        Generate a key pair
      </Button>
      {publicKey !== undefined && (
        <Alert severity="info" title="Put the public key on the server">
          <Stack direction="column" gap={1}>
            <Text>As the user who logs in, on the server:</Text>
            <CopyText what="the command" text={`mkdir -p -m 700 ~/.ssh && echo '${publicKey}' >> ~/.ssh/authorized_keys`} />
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}
