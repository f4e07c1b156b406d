import ssh2 from 'ssh2';
import { fingerprint } from './fingerprint.ts';
import { runKeyTask } from './keyWorker.ts';

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
/** An ed25519 public key: two strings (RFC 8709, 4), the second of 32 bytes. */
const ed25519Bytes = 4 + 'ssh-ed25519'.length + 4 + 32;

/** A new key pair: ed25519, ECDSA on nistp256 or RSA of 4096 bits. */
export async function generateKeyPair(options: KeyPairOptions): Promise<KeyPairText> {
  for (;;) {
    const { privateKey, publicKey } = await generate(options);
    const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
    // ssh2 1.17 drops leading zero bytes of an ed25519 key: nobody can read one pair in 256, so another is made.
    if (options.type !== 'ed25519' || blob.length === ed25519Bytes) {
      return { publicKey: publicKey.trim(), privateKey, fingerprint: fingerprint(blob) };
    }
  }
}

function generate({ type, comment, passphrase }: KeyPairOptions): Promise<{ privateKey: string; publicKey: string }> {
  if (passphrase !== undefined) {
    return runKeyTask({ kind: 'generate', type, bits: bits[type], comment, passphrase });
  }
  return new Promise((resolve, reject) => {
    ssh2.utils.generateKeyPair(type as 'rsa', { bits: bits[type], comment }, (error, pair) =>
      error ? reject(error) : resolve({ privateKey: pair.private, publicKey: pair.public })
    );
  });
}
