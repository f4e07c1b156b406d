/** Fields of SSH's binary packets, RFC 4251, section 5: a string is a 32-bit length and as many bytes. */
export function readString(bytes: Buffer, at: number): { value: Buffer; next: number } {
  const start = at + 4;
  if (start > bytes.length || start + bytes.readUInt32BE(at) > bytes.length) {
    throw new RangeError('cut short');
  }
  const next = start + bytes.readUInt32BE(at);
  return { value: bytes.subarray(start, next), next };
}

export function writeString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A positive whole number as mpint: a zero byte goes in front where the top bit is set, other leading zeros go. */
export function writeMpint(magnitude: Buffer): Buffer {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) {
    start += 1;
  }
  const bytes = magnitude.subarray(start);
  return writeString((bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}
