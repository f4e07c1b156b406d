import type { ParsedKey } from 'ssh2';
import { SshFailure } from './session.ts';
import { readString } from './wire.ts';

/** An OpenSSH user certificate that belongs to a key: PROTOCOL.certkeys in OpenSSH's sources. */
export interface UserCertificate {
  /** Type of the blob, such as ssh-ed25519-cert-v01@openssh.com. */
  type: string;
  blob: Buffer;
  keyId: string;
  principals: string[];
  /** Seconds since the epoch. */
  validAfter: bigint;
  validBefore: bigint;
}

/** Fields of the public key inside, after the nonce. */
const keyFields: Readonly<Record<string, number>> = { 'ssh-ed25519': 1, 'ssh-rsa': 2 };
const userCertificate = 1;

const refuse = (detail: string): never => {
  throw new SshFailure('credential', `the certificate ${detail}`);
};

/** Reads the text of an id_*-cert.pub, and checks what can be checked before any connection. */
export function readCertificate(text: string, key: ParsedKey, now: number): UserCertificate {
  const [type = '', base64 = ''] = text.trim().split(/\s+/);
  const plainType = type.replace(/-cert-v01@openssh\.com$/, '');
  if (plainType === type || base64 === '') {
    return refuse('is not the text of an OpenSSH user certificate (id_…-cert.pub)');
  }
  const certificate = parse(type, plainType, Buffer.from(base64, 'base64'), key);
  if (certificate.validAfter > BigInt(Math.floor(now / 1000))) {
    refuse(`is not valid before ${when(certificate.validAfter)}`);
  }
  if (certificate.validBefore <= BigInt(Math.floor(now / 1000))) {
    refuse(`ended on ${when(certificate.validBefore)}; get a new one signed`);
  }
  return certificate;
}

/** The greatest instant JavaScript knows stands for what lies beyond it, such as "forever". */
const when = (seconds: bigint): string => new Date(Math.min(Number(seconds) * 1000, 8.64e15)).toISOString();

function parse(type: string, plainType: string, blob: Buffer, key: ParsedKey): UserCertificate {
  try {
    const inner = readString(blob, 0);
    const nonce = readString(blob, inner.next);
    let at = nonce.next;
    const parts: Buffer[] = [];
    for (let field = keyFields[plainType] ?? 2; field > 0; field -= 1) {
      const { next } = readString(blob, at);
      parts.push(blob.subarray(at, next));
      at = next;
    }
    const own = key.getPublicSSH();
    if (inner.value.toString() !== type || !own.subarray(readString(own, 0).next).equals(Buffer.concat(parts))) {
      return refuse('belongs to another key');
    }
    if (blob.readUInt32BE(at + 8) !== userCertificate) {
      return refuse('is one for hosts, not for users');
    }
    const keyId = readString(blob, at + 12);
    const names = readString(blob, keyId.next);
    const principals: string[] = [];
    for (let next = 0; next < names.value.length;) {
      const name = readString(names.value, next);
      principals.push(name.value.toString());
      next = name.next;
    }
    return {
      type,
      blob,
      keyId: keyId.value.toString(),
      principals,
      validAfter: blob.readBigUInt64BE(names.next),
      validBefore: blob.readBigUInt64BE(names.next + 8),
    };
  } catch (error) {
    if (error instanceof SshFailure) {
      throw error;
    }
    return refuse('is damaged');
  }
}
