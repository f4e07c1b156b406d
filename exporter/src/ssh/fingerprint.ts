import { createHash } from 'node:crypto';
import type { HostKey } from './session.ts';
import { readString } from './wire.ts';

/** `SHA256:` and base64 without padding, as `ssh-keygen -lf` prints it. */
export const fingerprint = (blob: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/** A public key blob (RFC 4253, 6.6: its first string is the type) as a host key. */
export function hostKeyOf(blob: Buffer): HostKey {
  return {
    type: readString(blob, 0).value.toString('latin1'),
    fingerprint: fingerprint(blob),
    key: blob.toString('base64'),
  };
}
