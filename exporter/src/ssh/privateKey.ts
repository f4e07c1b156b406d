import ssh2, { type ParsedKey } from 'ssh2';
import { runKeyTask } from './keyWorker.ts';
import { fromPkcs8 } from './pkcs8.ts';
import { SshFailure } from './session.ts';
import { readString } from './wire.ts';

/** Reads a private key as people have them: OpenSSH's own form, PEM, PKCS#8, PuTTY 2. Failures never quote the key. */
export async function readPrivateKey(text: string, passphrase?: string): Promise<ParsedKey> {
  if (passphrase !== undefined && isSlow(text)) {
    const { privateKey, comment } = await runKeyTask({ kind: 'decrypt', text, passphrase }).catch((error: Error) => {
      throw new SshFailure('credential', problem(error.message, text, passphrase));
    });
    const key = parse(fromPkcs8(privateKey));
    key.comment = comment;
    return key;
  }
  return parse(fromPkcs8(text, passphrase), passphrase);
}

function parse(text: string, passphrase?: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  if (parsed instanceof Error) {
    throw new SshFailure('credential', problem(parsed.message, text, passphrase));
  }
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || !key.isPrivateKey()) {
    throw new SshFailure('credential', 'this is a public key; the private one is needed');
  }
  return key;
}

/** OpenSSH's own form names its cipher first; encrypted, its key comes from bcrypt. */
function isSlow(text: string): boolean {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+)-----END/.exec(text)?.[1];
  try {
    return (
      body !== undefined &&
      readString(Buffer.from(body, 'base64'), 'openssh-key-v1\0'.length).value.toString() !== 'none'
    );
  } catch {
    return false;
  }
}

function problem(message: string, text: string, passphrase: string | undefined): string {
  if (/no passphrase given/.test(message)) {
    return 'the private key is encrypted; give its passphrase';
  }
  if (
    passphrase !== undefined &&
    /passphrase|bad decrypt|integrity check|Malformed OpenSSH private key/i.test(message)
  ) {
    return 'the passphrase does not fit the private key';
  }
  if (text.trimStart().startsWith('PuTTY-User-Key-File-3')) {
    return 'PuTTY keys of version 3 can not be read; export the key in OpenSSH form with puttygen';
  }
  if (text.includes('-----BEGIN')) {
    return 'the private key is damaged or of a kind that can not be used (usable: ed25519, ECDSA and RSA)';
  }
  return 'this is not a private key; OpenSSH and PEM keys begin with -----BEGIN';
}
