/** Grows as it is written, from a buffer that may be somebody's; numbers as LEB128, the way protobuf writes unsigned ones. */
export class ByteWriter {
  private buffer: Buffer;
  private length = 0;

  constructor(buffer: Buffer = Buffer.allocUnsafe(256)) {
    this.buffer = buffer;
  }

  private room(bytes: number): void {
    if (this.length + bytes > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
      this.buffer.copy(grown, 0, 0, this.length);
      this.buffer = grown;
    }
  }

  byte(value: number): void {
    this.room(1);
    this.buffer[this.length++] = value;
  }

  /** A whole number from 0 to 2^53 − 1. */
  varint(value: number): void {
    this.room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
  }

  bytes(value: Uint8Array): void {
    this.room(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  /** So many zeros, to be written over before anything comes after them. */
  zeros(length: number): Uint8Array {
    this.room(length);
    this.length += length;
    return this.buffer.subarray(this.length - length, this.length).fill(0);
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}

/** Reads what `ByteWriter` wrote; a buffer that ends too early is an error, never zeros. */
export class ByteReader {
  private readonly buffer: Uint8Array;
  private offset = 0;

  constructor(buffer: Uint8Array) {
    this.buffer = buffer;
  }

  byte(): number {
    const value = this.buffer[this.offset++];
    if (value === undefined) {
      throw new RangeError('history: a chunk ends too early');
    }
    return value;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 53; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
    }
    throw new RangeError('history: a number in a chunk is too long');
  }

  bytes(length: number): Uint8Array {
    if (this.offset + length > this.buffer.length) {
      throw new RangeError('history: a chunk ends too early');
    }
    this.offset += length;
    return this.buffer.subarray(this.offset - length, this.offset);
  }
}
