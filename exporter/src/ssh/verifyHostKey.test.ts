import { describe, expect, it } from '@jest/globals';
import { algorithms } from './algorithms.ts';
import type { HostKey } from './session.ts';
import { verifyHostKey } from './verifyHostKey.ts';

const key = (type: string, name: string): HostKey => ({ type, key: name, fingerprint: `SHA256:${name}` });
const ed = key('ssh-ed25519', 'a');
const rsa = key('ssh-rsa', 'b');

describe('verifyHostKey', () => {
  it('trusts a pinned key, whichever of several', () => {
    expect(verifyHostKey({ pinned: [rsa, ed], hostKeyPolicy: 'strict' }, ed)).toBe('pinned');
  });
  it('refuses any other once one is pinned, with both fingerprints in words', () => {
    expect(() => verifyHostKey({ pinned: [rsa], hostKeyPolicy: 'trust-first' }, ed)).toThrow(
      expect.objectContaining({
        reason: 'host_key_changed',
        hostKey: ed,
        detail: expect.stringMatching(/SHA256:a.*SHA256:b/),
      })
    );
  });
  it('trusts the first key only where that was chosen', () => {
    expect(verifyHostKey({ pinned: [], hostKeyPolicy: 'trust-first' }, ed)).toBe('first');
    expect(() => verifyHostKey({ pinned: [], hostKeyPolicy: 'strict' }, ed)).toThrow(
      expect.objectContaining({ reason: 'host_key_unverified', hostKey: ed })
    );
  });
  it('never trusts a revoked key, pinned or not', () => {
    expect(() => verifyHostKey({ pinned: [ed], revoked: [ed], hostKeyPolicy: 'trust-first' }, ed)).toThrow(
      expect.objectContaining({ reason: 'host_key_changed' })
    );
  });
});

describe('algorithms', () => {
  it('asks for the pinned types first', () => {
    expect(algorithms([]).serverHostKey).toEqual(expect.arrayContaining(['ssh-ed25519', 'rsa-sha2-512']));
    expect((algorithms([rsa, ed]).serverHostKey as string[]).slice(0, 4)).toEqual([
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-rsa',
      'ssh-ed25519',
    ]);
  });
});
