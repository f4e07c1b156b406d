import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { keygenFingerprint } from '../../test/sshKey.ts';
import { generateKeyPair } from './keyPair.ts';

/** What the real ssh-keygen makes of a private key. */
function publicHalf(privateKey: string, passphrase: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-key-'));
  try {
    writeFileSync(path.join(folder, 'key'), privateKey, { mode: 0o600 });
    return execFileSync('ssh-keygen', ['-y', '-P', passphrase, '-f', path.join(folder, 'key')], {
      encoding: 'utf8',
    }).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('generateKeyPair', () => {
  it.each([
    ['ed25519', undefined],
    ['ed25519', 'hush hush'],
    ['ecdsa', undefined],
    ['ecdsa', 'hush hush'],
    ['rsa', undefined],
  ] as const)('makes %s keys that ssh-keygen reads (passphrase %s)', async (type, passphrase) => {
    const pair = await generateKeyPair({ type, comment: 'shellwatch@here', passphrase });
    expect(publicHalf(pair.privateKey, passphrase ?? '')).toBe(pair.publicKey);
    expect(pair.publicKey).toMatch(/ shellwatch@here$/);
    expect(pair.fingerprint).toBe(keygenFingerprint(pair.publicKey));
    expect(pair.privateKey).not.toContain('hush hush');
  });

  it('makes no broken pair in a thousand', async () => {
    for (let count = 0; count < 1000; count += 1) {
      const { publicKey } = await generateKeyPair({ type: 'ed25519', comment: 'x' });
      expect(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')).toHaveLength(51);
    }
  });
});
