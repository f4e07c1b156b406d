import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { CopyText } from '../../components/CopyText';
import { useAction } from '../../data/useAction';

/** Makes a key pair: the private half goes into the form, the public line to the server by the person. */
export function GenerateKey({ onKey }: { onKey: (privateKey: string) => void }) {
  const below = useStyles2(getStyles);
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
    <div className={below}>
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
    </div>
  );
}

/** It belongs to the field above it, so it stands near that one. */
const getStyles = (theme: GrafanaTheme2) => css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1), marginTop: theme.spacing(-1), marginBottom: theme.spacing(2) });
