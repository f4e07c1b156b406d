import ssh2 from 'ssh2';
import type { KeyPair, KeyPairCreate } from '../../../contract/keyPair.ts';
import { fingerprint } from '../ssh/fingerprint.ts';

const kinds = { ed25519: {}, ecdsa: { bits: 256 }, rsa: { bits: 4096 } } as const;
/** An ed25519 public key blob: two strings (RFC 8709, 4), the second of 32 bytes. */
const ed25519Blob = 4 + 'ssh-ed25519'.length + 4 + 32;

const generate = ({ type, comment, passphrase }: KeyPairCreate): Promise<{ private: string; public: string }> => {
  const sealed = passphrase === undefined ? {} : { passphrase, cipher: 'aes256-ctr', rounds: 16 };
  return new Promise((resolve, reject) => {
    ssh2.utils.generateKeyPair(type, { ...kinds[type], comment, ...sealed } as never, (error: Error | null, keys: { private: string; public: string }) =>
      error === null || error === undefined ? resolve(keys) : reject(error)
    );
  });
};

/** A new key pair in OpenSSH's form. Nothing of it is kept. */
export async function createKeyPair(wanted: KeyPairCreate): Promise<KeyPair> {
  for (;;) {
    const keys = await generate(wanted);
    const parsed = ssh2.utils.parseKey(keys.private, wanted.passphrase);
    const key = Array.isArray(parsed) ? parsed[0] : parsed;
    const blob = key instanceof Error || key === undefined ? undefined : key.getPublicSSH();
    // ssh2 1.17 drops leading zero bytes of an ed25519 public key: one pair in 256 is broken, and is made anew.
    if (blob !== undefined && (wanted.type !== 'ed25519' || blob.length === ed25519Blob)) {
      return { publicKey: keys.public.trim(), privateKey: keys.private, fingerprint: fingerprint(blob) };
    }
  }
}
