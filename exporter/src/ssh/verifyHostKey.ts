import { SshFailure, type HostKey, type SshTarget } from './session.ts';

export type Verdict = 'pinned' | 'first';

/** Decides on the key a server shows: pinned keys are trusted, the first one only where somebody chose that, no other. */
export function verifyHostKey(
  target: Pick<SshTarget, 'pinned' | 'revoked' | 'hostKeyPolicy'>,
  hostKey: HostKey
): Verdict {
  const shown = `${hostKey.type} ${hostKey.fingerprint}`;
  if (target.revoked?.some((one) => one.key === hostKey.key)) {
    throw new SshFailure('host_key_changed', `the server shows ${shown}, which is marked as revoked`, { hostKey });
  }
  if (target.pinned.some((one) => one.key === hostKey.key)) {
    return 'pinned';
  }
  if (target.pinned.length > 0) {
    const known = target.pinned.map((one) => `${one.type} ${one.fingerprint}`).join(', ');
    throw new SshFailure('host_key_changed', `the server shows ${shown}, pinned is ${known}`, { hostKey });
  }
  if (target.hostKeyPolicy === 'trust-first') {
    return 'first';
  }
  throw new SshFailure('host_key_unverified', `the server shows ${shown}`, { hostKey });
}
