import React from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import { CopyText } from './CopyText';
import { Facts } from './Facts';
import { keyFile } from './keyFile';

interface CompareKeyProps {
  name: string;
  shown: { type: string; fingerprint: string };
  /** It contradicts a key that is pinned. */
  changed: boolean;
  /** That key, where it is known here. */
  pinned?: { type: string; fingerprint: string } | undefined;
  busy?: boolean;
  onAccept?: (() => void) | undefined;
}

/** A host key before it is trusted: its fingerprint, how to compare it out of band, and the decision. */
export function CompareKey({ name, shown, changed, pinned, busy = false, onAccept }: CompareKeyProps) {
  return (
    <Alert severity={changed ? 'error' : 'warning'} title={changed ? `${name} shows another host key than the pinned one` : `The host key of ${name} is not known yet`}>
      <Stack direction="column" gap={2} alignItems="flex-start">
        <Text>
          {changed
            ? 'The server was installed anew, its keys were renewed, or somebody stands between. No credential was sent.'
            : 'Compare it once with the key the server really has. No credential was sent yet.'}
        </Text>
        <Facts
          facts={[
            ['Shown now', <code key="shown">{shown.fingerprint}</code>],
            ...(pinned === undefined ? [] : [['Pinned', <code key="pinned">{pinned.fingerprint}</code>] as [string, React.ReactNode]]),
            ['Type', shown.type],
          ]}
        />
        <div>
          <Text color="secondary">On the server itself, from its console or a session you trust, this prints the same fingerprint:</Text>
          <CopyText what="the command" text={`ssh-keygen -lf ${keyFile(shown.type)}`} />
        </div>
        {onAccept !== undefined && (
          <Button variant={changed ? 'destructive' : 'primary'} disabled={busy} onClick={onAccept}>
            {changed ? 'They are the same: pin the new key' : 'They are the same: accept this key'}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
