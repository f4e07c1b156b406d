import ssh2 from 'ssh2';
import { fingerprint } from './fingerprint.ts';
import { runKeyTask } from './keyWorker.ts';
import { readPrivateKey } from './privateKey.ts';

export interface KeyPairOptions {
  type: 'ed25519' | 'ecdsa' | 'rsa';
  /** Ends the public line, so that people see in authorized_keys whose it is. */
  comment: string;
  passphrase?: string | undefined;
}

export interface KeyPairText {
  /** A line for authorized_keys. */
  publicKey: string;
  /** In OpenSSH's own form. */
  privateKey: string;
  fingerprint: string;
}

const bits = { ed25519: 256, ecdsa: 256, rsa: 4096 };

/** A new key pair: ed25519, ECDSA on nistp256 or RSA of 4096 bits. */
export async function generateKeyPair({ type, comment, passphrase }: KeyPairOptions): Promise<KeyPairText> {
  const { privateKey, publicKey } =
    passphrase === undefined
      ? await generatePlain(type, comment)
      : await runKeyTask({ kind: 'generate', type, bits: bits[type], comment, passphrase });
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return { publicKey, privateKey, fingerprint: fingerprint(blob) };
}

function generatePlain(
  type: KeyPairOptions['type'],
  comment: string
): Promise<{ privateKey: string; publicKey: string }> {
  return new Promise((resolve, reject) => {
    ssh2.utils.generateKeyPair(type as 'rsa', { bits: bits[type], comment }, (error, pair) =>
      error ? reject(error) : resolve({ privateKey: pair.private, publicKey: pair.public })
    );
  });
}

/** The public half of a private key, as a line of authorized_keys. Rejects with reason `credential`. */
export async function publicKeyLine(privateKey: string, passphrase?: string): Promise<string> {
  const key = await readPrivateKey(privateKey, passphrase);
  return [key.type, key.getPublicSSH().toString('base64'), key.comment].filter(Boolean).join(' ');
}
