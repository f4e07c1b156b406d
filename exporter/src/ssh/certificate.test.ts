import { describe, expect, it } from '@jest/globals';
import { makeSshKey, signUserCertificate } from '../../test/sshKey.ts';
import { readCertificate } from './certificate.ts';
import { readPrivateKey } from './privateKey.ts';

describe('readCertificate', () => {
  it.each(['ed25519', 'ecdsa', 'rsa'] as const)('reads what ssh-keygen -s signed for an %s key', async (type) => {
    const authority = makeSshKey();
    const pair = makeSshKey({ type });
    const text = signUserCertificate(authority, pair.publicKey, 'monitor');
    const key = await readPrivateKey(pair.privateKey);
    expect(readCertificate(text, key, Date.now())).toMatchObject({ keyId: 'test', principals: ['monitor'] });
    expect(() => readCertificate(text, key, Date.now() + 7_200_000)).toThrow(/ended on/);
    expect(() => readCertificate(text, key, Date.now() - 7_200_000)).toThrow(/not valid before/);
  });

  it('refuses what belongs to another key, and what is no certificate', async () => {
    const pair = makeSshKey();
    const other = await readPrivateKey(makeSshKey().privateKey);
    const text = signUserCertificate(makeSshKey(), pair.publicKey, 'monitor');
    expect(() => readCertificate(text, other, Date.now())).toThrow(/another key/);
    expect(() => readCertificate(pair.publicKey, other, Date.now())).toThrow(/not the text/);
    expect(() => readCertificate(text.slice(0, 120), other, Date.now())).toThrow(/damaged/);
  });
});
