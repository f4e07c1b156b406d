import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKeyPair } from './keyPair.ts';

describe('createKeyPair', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-key-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What OpenSSH itself reads out of the private key. */
  function asOpenSsh(privateKey: string, passphrase = ''): { publicKey: string; fingerprint: string } {
    const file = path.join(folder, 'key');
    writeFileSync(file, privateKey, { mode: 0o600 });
    const publicKey = execFileSync('ssh-keygen', ['-y', '-P', passphrase, '-f', file], { encoding: 'utf8' }).trim();
    writeFileSync(`${file}.pub`, publicKey);
    return { publicKey, fingerprint: execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' }).split(' ')[1] as string };
  }

  it.each([
    ['ed25519', undefined],
    ['ed25519', 'a pass phrase'],
    ['ecdsa', undefined],
    ['ecdsa', 'a pass phrase'],
    ['rsa', undefined],
  ] as const)('makes an %s pair that OpenSSH reads (passphrase %s)', async (type, passphrase) => {
    const pair = await createKeyPair({ type, comment: 'shellwatch@here', ...(passphrase === undefined ? {} : { passphrase }) });
    const seen = asOpenSsh(pair.privateKey, passphrase);
    expect(pair.publicKey.split(' ').slice(0, 2)).toEqual(seen.publicKey.split(' ').slice(0, 2));
    expect(pair.publicKey.split(' ')[2]).toBe('shellwatch@here');
    expect(pair.fingerprint).toBe(seen.fingerprint);
    expect(pair.privateKey.includes('a pass phrase')).toBe(false);
  });

  it('makes no broken pair in a thousand', async () => {
    for (let count = 0; count < 1000; count += 1) {
      const { publicKey } = await createKeyPair({ type: 'ed25519', comment: 'x' });
      expect(Buffer.from(publicKey.split(' ')[1] as string, 'base64')).toHaveLength(51);
    }
  });
});
