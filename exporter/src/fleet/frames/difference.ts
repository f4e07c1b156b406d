/**
 * What changed from one poll to the next, as bytes: how many values did, and of each how far it is from the one that changed before it,
 * and how to get from the new value back to the old one. Most of what a server tells stays as it was, and most of the rest is whole
 * numbers, or such with some decimals, that grew a little: two or three bytes each.
 */

/** Scaled by one of these both values are whole numbers, and their difference is told. */
const powers = [1, 10, 100, 1e3, 1e6, 1e9] as const;
/** Anything else: the bytes in which the two differ. */
const byBytes = 7;
/** Scaled values stay below this, so that their difference is exact. */
const limit = 2 ** 51;
/** A distance that does not fit the first byte is told behind it. */
const farOff = 31;
/** Of one value: the first byte, five of distance, nine of mask and bytes. */
const mostBytesPerValue = 16;
/** Of the number of values that changed. */
const countBytes = 4;

/** Bytes under way, the same ones each time. */
let scratch = Buffer.allocUnsafe(1 << 16);
let end = 0;

/** The way back from `now` to `before`, in bytes that are good until the next call; `used` of them count. */
export function differenceOf(before: Float64Array, now: Float64Array): { bytes: Buffer; used: number } {
  const most = countBytes + now.length * mostBytesPerValue;
  if (scratch.length < most) {
    scratch = Buffer.allocUnsafe(most);
  }
  let changed = 0;
  let last = -1;
  end = countBytes;
  for (let i = 0; i < now.length; i += 1) {
    if (!Object.is(before[i], now[i])) {
      put(i - last - 1, before[i] as number, now[i] as number);
      changed += 1;
      last = i;
    }
  }
  scratch.writeUInt32LE(changed, 0);
  return { bytes: scratch, used: end };
}

function put(distance: number, before: number, now: number): void {
  let mode = 0;
  while (mode < powers.length && !(isExact(before, mode) && isExact(now, mode))) {
    mode += 1;
  }
  const first = mode === powers.length ? byBytes : mode;
  scratch[end++] = first | (Math.min(distance, farOff) << 3);
  if (distance >= farOff) {
    putNumber(distance);
  }
  if (first === byBytes) {
    putBytes(before, now);
  } else {
    const grown = scaled(now, mode) - scaled(before, mode);
    putNumber(grown >= 0 ? grown * 2 : grown * -2 - 1);
  }
}

// + 0 turns −0 into 0: a difference can not tell them apart, so −0 goes by bytes.
const scaled = (value: number, mode: number): number => Math.round(value * (powers[mode] as number)) + 0;

function isExact(value: number, mode: number): boolean {
  const whole = scaled(value, mode);
  return Math.abs(whole) < limit && Object.is(whole / (powers[mode] as number), value);
}

/** Seven bits a byte, the lowest first. */
function putNumber(number: number): void {
  let left = number;
  while (left > 0x7f) {
    scratch[end++] = (left % 0x80) | 0x80;
    left = Math.floor(left / 0x80);
  }
  scratch[end++] = left;
}

const pair = new Float64Array(2);
const pairBytes = new Uint8Array(pair.buffer);

/** A mask of the bytes that differ, and those, as XOR. */
function putBytes(before: number, now: number): void {
  pair[0] = before;
  pair[1] = now;
  const at = end++;
  let mask = 0;
  for (let one = 0; one < 8; one += 1) {
    const byte = (pairBytes[one] as number) ^ (pairBytes[one + 8] as number);
    if (byte !== 0) {
      mask |= 1 << one;
      scratch[end++] = byte;
    }
  }
  scratch[at] = mask;
}

/** Where `undo` is in the bytes. */
let at = 0;

function takeNumber(bytes: Buffer): number {
  let number = 0;
  for (let unit = 1; ; unit *= 0x80) {
    const byte = bytes[at++] as number;
    number += (byte & 0x7f) * unit;
    if (byte < 0x80) {
      return number;
    }
  }
}

/** Takes values back to the poll before, in place. Returns where the next difference begins. */
export function undoDifference(bytes: Buffer, from: number, values: Float64Array): number {
  at = from + countBytes;
  let i = -1;
  for (let left = bytes.readUInt32LE(from); left > 0; left -= 1) {
    const first = bytes[at++] as number;
    const distance = first >> 3;
    i += 1 + (distance === farOff ? takeNumber(bytes) : distance);
    const mode = first & 7;
    values[i] = mode === byBytes ? takeBytes(bytes, values[i] as number) : takeGrowth(bytes, values[i] as number, mode);
  }
  return at;
}

function takeGrowth(bytes: Buffer, now: number, mode: number): number {
  const zigzag = takeNumber(bytes);
  const grown = zigzag % 2 === 0 ? zigzag / 2 : (zigzag + 1) / -2;
  return (scaled(now, mode) - grown) / (powers[mode] as number);
}

function takeBytes(bytes: Buffer, now: number): number {
  pair[0] = now;
  const mask = bytes[at++] as number;
  for (let one = 0; one < 8; one += 1) {
    if ((mask & (1 << one)) !== 0) {
      pairBytes[one] = (pairBytes[one] as number) ^ (bytes[at++] as number);
    }
  }
  return pair[0];
}
