import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** First byte of everything sealed, so that another way can be told apart one day. */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Tells keys apart and gives nothing of them away. */
export const keyIdOf = (key: Buffer): string => createHmac('sha256', key).update('shellwatch master key id').digest('hex').slice(0, 16);

/** Bound to its record and field: a sealed text moved to another place does not open there. Lengths keep the parts apart. */
const binding = (record: string, field: string): Buffer => Buffer.from(JSON.stringify(['shellwatch', version, record, field]));

/** AES-256-GCM with a fresh random nonce: version, nonce, tag, ciphertext. */
export function seal(key: Buffer, record: string, field: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(binding(record, field));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when the key, the place or a bit is another one. */
export function unseal(key: Buffer, record: string, field: string, sealed: Buffer): string {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) {
    throw new Error('not something sealed here');
  }
  const tagAt = 1 + nonceBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, tagAt), { authTagLength: tagBytes })
    .setAAD(binding(record, field))
    .setAuthTag(sealed.subarray(tagAt, tagAt + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(tagAt + tagBytes)), decipher.final()]).toString('utf8');
}

const proofText = 'the right master key';
/** Kept beside the secrets: opens with the key that sealed them, and with no other. */
export const proofOf = (key: Buffer): Buffer => seal(key, `vault-key:${keyIdOf(key)}`, 'proof', proofText);

export function provenBy(key: Buffer, proof: Buffer): boolean {
  try {
    return unseal(key, `vault-key:${keyIdOf(key)}`, 'proof', proof) === proofText;
  } catch {
    return false;
  }
}
