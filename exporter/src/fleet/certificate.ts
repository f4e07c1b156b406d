/** One length-prefixed part of an SSH wire blob (RFC 4251, section 5), and what comes after it. */
function part(blob: Buffer): { value: Buffer; rest: Buffer } {
  const length = blob.readUInt32BE(0);
  if (length > blob.length - 4) {
    throw new RangeError('cut short');
  }
  return { value: blob.subarray(4, 4 + length), rest: blob.subarray(4 + length) };
}

/**
 * Whether the text of an `id_*-cert.pub` certifies this public key, given as its wire blob.
 * A certificate is the type, a nonce, then the fields of the plain key as they are there (OpenSSH's PROTOCOL.certkeys).
 */
export function certifies(certificate: string, publicKey: Buffer): boolean {
  const [type = '', base64 = ''] = certificate.trim().split(/\s+/);
  try {
    const { value: name, rest } = part(Buffer.from(base64, 'base64'));
    const plain = part(publicKey);
    const expected = `${plain.value.toString('latin1')}-cert-v01@openssh.com`;
    const { rest: fields } = part(rest);
    return type === expected && name.toString('latin1') === expected && fields.subarray(0, plain.rest.length).equals(plain.rest);
  } catch {
    return false;
  }
}
