import { sign } from 'node:crypto';
import type { Client, ParsedKey } from 'ssh2';
import type { UserCertificate } from './certificate.ts';
import { sendUserauth, sessionId } from './ssh2Internals.ts';
import { writeMpint, writeString } from './wire.ts';

/** How a key of a type signs: the algorithm's name, the one that offers its certificate, the hash (RFC 8332 for RSA). */
function algorithmOf(key: ParsedKey): { plain: string; certified: string; hash: string | null } {
  const suffix = '-cert-v01@openssh.com';
  switch (key.type) {
    case 'ssh-rsa':
      return { plain: 'rsa-sha2-512', certified: `rsa-sha2-512${suffix}`, hash: 'sha512' };
    case 'ecdsa-sha2-nistp256':
      return { plain: key.type, certified: key.type + suffix, hash: 'sha256' };
    case 'ecdsa-sha2-nistp384':
      return { plain: key.type, certified: key.type + suffix, hash: 'sha384' };
    case 'ecdsa-sha2-nistp521':
      return { plain: key.type, certified: key.type + suffix, hash: 'sha512' };
    default:
      return { plain: key.type, certified: key.type + suffix, hash: null };
  }
}

/** ECDSA signatures are two mpints (RFC 5656, 3.1.2), others plain bytes. */
function signature(key: ParsedKey, hash: string | null, data: Buffer): Buffer {
  const raw = sign(hash, data, { key: key.getPrivatePEM(), dsaEncoding: 'ieee-p1363' });
  if (!key.type.startsWith('ecdsa-')) {
    return raw;
  }
  const half = raw.length / 2;
  return Buffer.concat([writeMpint(raw.subarray(0, half)), writeMpint(raw.subarray(half))]);
}

const userauthRequest = 50;
const signed = 1;

/** Public key login with a certificate, RFC 4252, 7: offers the certificate, signs with the key. The outcome comes as usual. */
export function loginWithCertificate(
  client: Client,
  username: string,
  key: ParsedKey,
  certificate: UserCertificate
): void {
  const { plain, certified, hash } = algorithmOf(key);
  const request = Buffer.concat([
    Buffer.from([userauthRequest]),
    writeString(username),
    writeString('ssh-connection'),
    writeString('publickey'),
    Buffer.from([signed]),
    writeString(certified),
    writeString(certificate.blob),
  ]);
  const proof = signature(key, hash, Buffer.concat([writeString(sessionId(client)), request]));
  sendUserauth(
    client,
    Buffer.concat([request, writeString(Buffer.concat([writeString(plain), writeString(proof)]))]),
    'publickey'
  );
}
