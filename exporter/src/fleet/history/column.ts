/**
 * One series over the polls of a chunk as whole numbers, small ones where it can be had.
 * Most of /proc is whole numbers, or has one to nine decimals (hundredths of a second, thousandths of a degree, nanoseconds):
 * scaled by a power of ten they are exact integers, whose differences are small. Anything else keeps its 64 bits, XORed with those before.
 */

/** A sample that was not there in a poll. NaN is a value of its own, so a mask tells the two apart. */
export interface Column {
  values: Float64Array;
  /** 1 where the poll had the series; undefined when all had. */
  present: Uint8Array | undefined;
}

export const rawMode = 15;
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
/** Differences of two such numbers, zigzagged, stay below 2^53. */
const limit = 2 ** 51;

/** The least number of decimals that keeps every value of a series exact, or `rawMode`. */
export function chooseMode(values: Float64Array, from = 0, to = values.length): number {
  let mode = 0;
  for (let i = from; i < to; i += 1) {
    // Most values are the one before again.
    while (!(i > from && Object.is(values[i], values[i - 1])) && !isExact(values[i] as number, mode)) {
      mode += 1;
      if (mode >= powers.length) {
        return rawMode;
      }
    }
  }
  // More decimals for a later value may have pushed an earlier one past the limit.
  return mode === 0 || areExact(values, mode, from, to) ? mode : rawMode;
}

function areExact(values: Float64Array, mode: number, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    if (!isExact(values[i] as number, mode)) {
      return false;
    }
  }
  return true;
}

function isExact(value: number, mode: number): boolean {
  const power = powers[mode] as number;
  // + 0 turns −0 into 0: a difference can not tell them apart, so −0 keeps its bits.
  const scaled = Math.round(value * power) + 0;
  return Math.abs(scaled) < limit && Object.is(scaled / power, value);
}

const bits = new DataView(new ArrayBuffer(8));

/**
 * Writes the words of a series, each where its value stands: low and high 32 bits. The first is against zero, each other against the
 * one before.
 */
export function toWords(values: Float64Array, mode: number, low: Uint32Array, high: Uint32Array, from = 0, to = values.length): void {
  if (mode === rawMode) {
    let lastLow = 0;
    let lastHigh = 0;
    for (let i = from; i < to; i += 1) {
      bits.setFloat64(0, values[i] as number);
      const nextHigh = bits.getUint32(0);
      const nextLow = bits.getUint32(4);
      low[i] = nextLow ^ lastLow;
      high[i] = nextHigh ^ lastHigh;
      lastLow = nextLow;
      lastHigh = nextHigh;
    }
    return;
  }
  const power = powers[mode] as number;
  let last = 0;
  for (let i = from; i < to; i += 1) {
    const scaled = Math.round((values[i] as number) * power);
    const difference = scaled - last;
    const zigzag = difference >= 0 ? difference * 2 : difference * -2 - 1;
    // An element takes a number modulo 2^32.
    low[i] = zigzag;
    high[i] = zigzag < 2 ** 32 ? 0 : Math.floor(zigzag / 2 ** 32);
    last = scaled;
  }
}

/** The words of one column, read from planes: plane p of word i is at `start + p * stride + i`. */
export interface Planes {
  bytes: Uint8Array;
  count: number;
  start: number;
  stride: number;
}

/** Words under way, so that a query of a hundred thousand samples makes no garbage of them. */
let lowWords = new Int32Array(256);
let highWords = new Int32Array(256);

/** Puts the words of a column together, plane by plane: long runs over memory, which is what a processor likes. */
function readWords({ bytes, count, start, stride }: Planes, words: number): void {
  if (lowWords.length < words) {
    lowWords = new Int32Array(words);
    highWords = new Int32Array(words);
  }
  lowWords.fill(0, 0, words);
  highWords.fill(0, 0, words);
  for (let plane = 0; plane < count; plane += 1) {
    const to = plane < 4 ? lowWords : highWords;
    const shift = (plane % 4) * 8;
    const at = start + plane * stride;
    for (let i = 0; i < words; i += 1) {
      to[i] = (to[i] as number) | ((bytes[at + i] as number) << shift);
    }
  }
}

/**
 * The inverse of `toWords`: the first word on its own, the others from planes, into `values`, whose length is the number of polls.
 * This is the inner loop of every query.
 */
export function fromPlanes(mode: number, firstLow: number, firstHigh: number, planes: Planes, values: Float64Array): void {
  const polls = values.length;
  const power = mode === rawMode ? 1 : powers[mode];
  if (power === undefined) {
    throw new RangeError(`history: unknown mode ${mode}`);
  }
  readWords(planes, polls - 1);
  if (mode === rawMode) {
    rawValues(firstLow, firstHigh, values);
    return;
  }
  let last = unzigzag((firstHigh >>> 0) * 2 ** 32 + (firstLow >>> 0));
  values[0] = last / power;
  if (planes.count < 4) {
    for (let i = 1; i < polls; i += 1) {
      const word = lowWords[i - 1] as number;
      last += (word >> 1) ^ -(word & 1);
      values[i] = last / power;
    }
  } else {
    for (let i = 1; i < polls; i += 1) {
      last += unzigzag(((highWords[i - 1] as number) >>> 0) * 2 ** 32 + ((lowWords[i - 1] as number) >>> 0));
      values[i] = last / power;
    }
  }
}

const unzigzag = (word: number): number => (word % 2 === 0 ? word / 2 : (word + 1) / -2);

function rawValues(firstLow: number, firstHigh: number, values: Float64Array): void {
  let [low, high] = [firstLow, firstHigh];
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) {
      low ^= lowWords[i - 1] as number;
      high ^= highWords[i - 1] as number;
    }
    bits.setUint32(0, high);
    bits.setUint32(4, low);
    values[i] = bits.getFloat64(0);
  }
}
