import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeSshKey } from '../../test/sshKey.ts';
import { readPrivateKey } from './privateKey.ts';

const line = (publicKey: string): string => publicKey.split(' ')[1] ?? '';
const blobOf = async (text: string, passphrase?: string): Promise<string> =>
  (await readPrivateKey(text, passphrase)).getPublicSSH().toString('base64');

describe('readPrivateKey', () => {
  it.each([
    ['ed25519', {}],
    ['ecdsa', {}],
    ['rsa', {}],
    ['rsa', { pem: true }],
    ['ecdsa', { pem: true }],
    ['ed25519', { passphrase: 'hush hush' }],
    ['rsa', { passphrase: 'hush hush', pem: true }],
  ] as const)('reads %s keys of ssh-keygen, %j', async (type, options) => {
    const pair = makeSshKey({ type, ...options });
    expect(await blobOf(pair.privateKey, 'passphrase' in options ? options.passphrase : undefined)).toBe(
      line(pair.publicKey)
    );
  });

  it('reads PKCS#8, as openssl writes it', async () => {
    const format = { format: 'pem', type: 'pkcs8' } as const;
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const ed = generateKeyPairSync('ed25519').privateKey;
    expect((await readPrivateKey(rsa.export(format) as string)).type).toBe('ssh-rsa');
    expect((await readPrivateKey(ec.export(format) as string)).type).toBe('ecdsa-sha2-nistp256');
    expect((await readPrivateKey(ed.export(format) as string)).type).toBe('ssh-ed25519');
    const locked = ed.export({ ...format, cipher: 'aes-256-cbc', passphrase: 'abc' }) as string;
    expect((await readPrivateKey(locked, 'abc')).type).toBe('ssh-ed25519');
    await expect(readPrivateKey(locked, 'abd')).rejects.toMatchObject({
      detail: 'the passphrase does not fit the private key',
    });
  });

  it('says what is wrong, as reason credential, without quoting the key', async () => {
    const locked = makeSshKey({ passphrase: 'right' });
    const wrong = [
      [locked.privateKey, 'wrong', /passphrase does not fit/],
      [locked.privateKey, undefined, /encrypted; give its passphrase/],
      [locked.publicKey, undefined, /public key/],
      ['hello', undefined, /not a private key/],
      [locked.privateKey.replace(/^(.{40}).*$/gm, '$1'), undefined, /damaged/],
    ] as const;
    for (const [text, passphrase, message] of wrong) {
      const failure = await readPrivateKey(text, passphrase).catch(
        (error: unknown) => error as { reason: string; detail: string }
      );
      expect(failure).toMatchObject({ reason: 'credential', detail: expect.stringMatching(message) });
      expect(JSON.stringify(failure)).not.toContain(text.slice(60, 100) || 'hello');
    }
  });
});
