import ssh2, { type ParsedKey } from 'ssh2';
import { fromPkcs8 } from './pkcs8.ts';
import { SshFailure } from './session.ts';

/** Reads a private key as people have them: OpenSSH's own form, PEM, PKCS#8, PuTTY 2. Failures never quote the key. */
export function readPrivateKey(text: string, passphrase?: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(fromPkcs8(text, passphrase), passphrase);
  if (parsed instanceof Error) {
    throw new SshFailure('credential', problem(parsed.message, text, passphrase));
  }
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || !key.isPrivateKey()) {
    throw new SshFailure('credential', 'this is a public key; the private one is needed');
  }
  return key;
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
  if (/^PuTTY-User-Key-File-3/.test(text.trimStart())) {
    return 'PuTTY keys of version 3 can not be read; export the key in OpenSSH form with puttygen';
  }
  if (/-----BEGIN/.test(text)) {
    return 'the private key is damaged or of a kind that can not be used (usable: ed25519, ECDSA and RSA)';
  }
  return 'this is not a private key; OpenSSH and PEM keys begin with -----BEGIN';
}
