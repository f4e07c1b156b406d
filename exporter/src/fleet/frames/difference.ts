/**
 * What changed from one poll to the next, as bytes: how many values did, and of each the distance from the one that changed before it,
 * a mask of its bytes that differ, and those, as XOR. So the same bytes lead from either poll to the other. Most of what a server tells
 * stays as it was, and a counter that grew a little differs in two or three bytes.
 */

/** Of one value: five bytes of distance, the mask, eight bytes. */
const mostBytesPerValue = 14;
/** Of the number of values that changed. */
const countBytes = 4;

/** Bytes under way, the same ones each time. */
let scratch = Buffer.allocUnsafe(1 << 16);

/** The difference, in bytes that are good until the next call; `used` of them count. */
export function differenceOf(before: Float64Array, now: Float64Array): { bytes: Buffer; used: number } {
  const most = countBytes + now.length * mostBytesPerValue;
  if (scratch.length < most) {
    scratch = Buffer.allocUnsafe(most);
  }
  const old = wordsOf(before);
  const words = wordsOf(now);
  let at = countBytes;
  let changed = 0;
  let last = -1;
  for (let i = 0; i < now.length; i += 1) {
    const low = (old[2 * i] as number) ^ (words[2 * i] as number);
    const high = (old[2 * i + 1] as number) ^ (words[2 * i + 1] as number);
    if ((low | high) !== 0) {
      at = putDistance(i - last - 1, at);
      at = putBytes(low, high, at);
      changed += 1;
      last = i;
    }
  }
  scratch.writeUInt32LE(changed, 0);
  return { bytes: scratch, used: at };
}

/** Takes values from one poll to the other, in place. Returns where the next difference begins. */
export function applyDifference(bytes: Buffer, from: number, values: Float64Array): number {
  const words = wordsOf(values);
  let at = from + countBytes;
  let i = -1;
  for (let left = bytes.readUInt32LE(from); left > 0; left -= 1) {
    let distance = 0;
    let shift = 0;
    let byte = 0;
    do {
      byte = bytes[at++] as number;
      distance |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte > 0x7f);
    i += distance + 1;
    const mask = bytes[at++] as number;
    for (let one = 0; one < 8; one += 1) {
      if ((mask & (1 << one)) !== 0) {
        const word = 2 * i + (one >> 2);
        words[word] = (words[word] as number) ^ ((bytes[at++] as number) << ((one & 3) * 8));
      }
    }
  }
  return at;
}

const wordsOf = ({ buffer, byteOffset, length }: Float64Array): Uint32Array => new Uint32Array(buffer, byteOffset, 2 * length);

function putDistance(distance: number, at: number): number {
  let left = distance;
  let end = at;
  for (; left > 0x7f; left >>>= 7) {
    scratch[end++] = (left & 0x7f) | 0x80;
  }
  scratch[end++] = left;
  return end;
}

function putBytes(low: number, high: number, at: number): number {
  let mask = 0;
  let end = at + 1;
  for (let one = 0; one < 8; one += 1) {
    const byte = ((one < 4 ? low : high) >>> ((one & 3) * 8)) & 0xff;
    if (byte !== 0) {
      mask |= 1 << one;
      scratch[end++] = byte;
    }
  }
  scratch[at] = mask;
  return end;
}
