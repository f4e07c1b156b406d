import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { SshFailure } from './session.ts';
import { writeString } from './wire.ts';

/** PKCS#8 (what openssl makes) in a form ssh2 reads; any other text as it is. */
export function fromPkcs8(text: string, passphrase?: string): string {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) {
    return text;
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text.trim(), ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    const encrypted = text.includes('BEGIN ENCRYPTED');
    const wrong =
      passphrase === undefined
        ? 'the private key is encrypted; give its passphrase'
        : 'the passphrase does not fit the private key';
    throw new SshFailure('credential', encrypted ? wrong : 'the private key is damaged');
  }
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }) as string;
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }) as string;
    case 'ed25519':
      return opensshEd25519(key);
    default:
      throw new SshFailure(
        'credential',
        `keys of type ${key.asymmetricKeyType} can not be used; use ed25519, ECDSA or RSA`
      );
  }
}

/** OpenSSH's own form, unencrypted: PROTOCOL.key in OpenSSH's sources. */
function opensshEd25519(key: KeyObject): string {
  const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const point = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
  const type = writeString('ssh-ed25519');
  const publicBlob = Buffer.concat([type, writeString(point)]);
  // Two equal numbers tell a right decryption; without encryption any will do.
  const secrets = Buffer.concat([
    Buffer.alloc(8),
    type,
    writeString(point),
    writeString(Buffer.concat([seed, point])),
    writeString(''),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, -secrets.length & 7));
  const none = writeString('none');
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[none, none, writeString(''), Buffer.from([0, 0, 0, 1])],
    ...[writeString(publicBlob), writeString(Buffer.concat([secrets, padding]))],
  ]);
  const lines = body.toString('base64').replace(/.{70}(?=.)/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
