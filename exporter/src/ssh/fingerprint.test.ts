import { describe, expect, it } from '@jest/globals';
import { keygenFingerprint, makeSshKey } from '../../test/sshKey.ts';
import { hostKeyOf } from './fingerprint.ts';

describe('hostKeyOf', () => {
  it.each(['ed25519', 'rsa', 'ecdsa'] as const)('says of an %s key what ssh-keygen -lf says', (type) => {
    const { publicKey } = makeSshKey({ type });
    const [name, base64 = ''] = publicKey.split(' ');
    expect(hostKeyOf(Buffer.from(base64, 'base64'))).toEqual({
      type: name,
      key: base64,
      fingerprint: keygenFingerprint(publicKey),
    });
  });
});
