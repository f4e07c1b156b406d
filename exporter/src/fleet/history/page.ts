import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Block } from './block.ts';
import { chooseMode, fromPlanes, toWords, type Column } from './column.ts';
import { createScratch } from './scratch.ts';
import { ByteReader, ByteWriter } from './varint.ts';

/*
 * A page: some series over the same polls, deflated together. Before deflate:
 *   series, polls (varints) · a mode byte for each series, +16 with gaps · a bit mask of the polls for each one with gaps ·
 *   the first words of all series in 8 planes · n = the highest byte any other word uses (varint) · the other words in n planes.
 * A plane is the same byte of all words, series by series: the upper ones are long runs of zeros, which deflate takes for nothing.
 */

const gaps = 16;
/** Far more than a chunk ever holds; a damaged page may claim anything. */
const maxPolls = 10_000;
/** Small windows, tables and room for the result: pages are a few kB, and setting up zlib's usual 256 kB would cost more than deflating. */
const deflateOptions = { windowBits: 13, memLevel: 6, chunkSize: 4096 };
/** What is kept is worth the time. */
const kept = { ...deflateOptions, level: 6 };
/**
 * What is packed anew within half an hour is not. Of a few polls nearly all that repeats is the zeros of the planes, so looking for
 * nothing but runs takes a fifth less time than level 1; measured, the result is between 7 % smaller and 7 % larger.
 */
const passing = { ...deflateOptions, level: 1, strategy: constants.Z_RLE };

const lowWords = createScratch((length) => new Uint32Array(length));
const highWords = createScratch((length) => new Uint32Array(length));
const pageBytes = createScratch((length) => Buffer.allocUnsafe(length));

/** Encodes a block, in which gaps are filled; `isPassing`: for a piece. */
export function encodePage({ series, polls, values, present }: Block, isPassing: boolean): Buffer {
  const low = lowWords(series * polls);
  const high = highWords(series * polls);
  const writer = new ByteWriter(pageBytes(series * (polls + 1) * 8));
  writer.varint(series);
  writer.varint(polls);
  for (let one = 0; one < series; one += 1) {
    const from = one * polls;
    const mask = present.get(one);
    if (mask !== undefined) {
      fillGaps(values, from, mask);
    }
    const mode = chooseMode(values, from, from + polls);
    toWords(values, mode, low, high, from, from + polls);
    writer.byte(mask === undefined ? mode : mode + gaps);
  }
  for (const mask of present.values()) {
    writer.bytes(toMask(mask));
  }
  if (polls > 0) {
    writePlanes(writer, low, high, series, polls);
  }
  return deflateRawSync(writer.finish(), isPassing ? passing : kept);
}

function writePlanes(writer: ByteWriter, low: Uint32Array, high: Uint32Array, series: number, polls: number): void {
  const first = writer.zeros(series * 8);
  let anyLow = 0;
  let anyHigh = 0;
  for (let one = 0; one < series; one += 1) {
    const from = one * polls;
    writeWord(first, one, series, low, high, from);
    for (let at = from + 1; at < from + polls; at += 1) {
      anyLow |= low[at] as number;
      anyHigh |= high[at] as number;
    }
  }
  const planes = anyHigh === 0 ? bytesOf(anyLow) : 4 + bytesOf(anyHigh);
  const stride = series * (polls - 1);
  writer.varint(planes);
  const rest = writer.zeros(planes * stride);
  let to = 0;
  for (let one = 0; one < series; one += 1) {
    for (let at = one * polls + 1; at < (one + 1) * polls; at += 1) {
      writeWord(rest, to, stride, low, high, at);
      to += 1;
    }
  }
}

/** Writes the bytes of a word to planes that are zeros: most words have a byte or two, or none. */
function writeWord(planes: Uint8Array, at: number, stride: number, low: Uint32Array, high: Uint32Array, word: number): void {
  let to = at;
  for (let bytes = low[word] as number; bytes !== 0; bytes >>>= 8) {
    planes[to] = bytes;
    to += stride;
  }
  to = at + 4 * stride;
  for (let bytes = high[word] as number; bytes !== 0; bytes >>>= 8) {
    planes[to] = bytes;
    to += stride;
  }
}

const bytesOf = (word: number): number => Math.ceil((32 - Math.clz32(word)) / 8);

/** Takes one column of a page; `values` is used again for the next one, so whoever wants to keep it copies it. */
export type Visit = (series: number, values: Float64Array, present: Uint8Array | undefined) => void;

/** One array for all columns that are visited: an array for each is what a query would spend its time with. */
let scratch = new Float64Array(256);

/** Visits the columns of a page from `from` up to, not including, `to`. */
export function visitColumns(page: Uint8Array, from: number, to: number, visit: Visit): void {
  const reader = new ByteReader(inflateRawSync(page));
  const count = reader.varint();
  const polls = reader.varint();
  if (polls > maxPolls) {
    throw new RangeError('history: a page with too many polls');
  }
  const modes = reader.bytes(count);
  const present: Array<Uint8Array | undefined> = [];
  for (const mode of modes) {
    present.push(mode >= gaps ? fromMask(reader.bytes(Math.ceil(polls / 8)), polls) : undefined);
  }
  if (polls === 0) {
    return;
  }
  const first = reader.bytes(count * 8);
  const planes = reader.varint();
  if (planes > 8) {
    throw new RangeError('history: a page with too many planes');
  }
  const stride = count * (polls - 1);
  const bytes = reader.bytes(planes * stride);
  const firstByte = (series: number, plane: number): number => (first[plane * count + series] as number) << ((plane % 4) * 8);
  const firstWord = (series: number, plane: number): number => firstByte(series, plane) | firstByte(series, plane + 1) | firstByte(series, plane + 2) | firstByte(series, plane + 3);
  if (scratch.length !== polls) {
    scratch = new Float64Array(polls);
  }
  for (let series = from; series < Math.min(to, count); series += 1) {
    const mode = (modes[series] as number) % gaps;
    fromPlanes(mode, firstWord(series, 0), firstWord(series, 4), { bytes, count: planes, start: series * (polls - 1), stride }, scratch);
    visit(series, scratch, present[series]);
  }
}

export function decodePage(page: Uint8Array): Column[] {
  const columns: Column[] = [];
  visitColumns(page, 0, Infinity, (_, values, present) => columns.push({ values: Float64Array.from(values), present }));
  return columns;
}

/** A gap repeats the value before it, so that it costs nothing. */
function fillGaps(values: Float64Array, from: number, present: Uint8Array): void {
  const first = present.indexOf(1);
  let last = first < 0 ? 0 : (values[from + first] as number);
  for (let i = 0; i < present.length; i += 1) {
    if (present[i] === 1) {
      last = values[from + i] as number;
    } else {
      values[from + i] = last;
    }
  }
}

function toMask(present: Uint8Array): Uint8Array {
  const mask = new Uint8Array(Math.ceil(present.length / 8));
  present.forEach((one, i) => {
    mask[i >> 3] = (mask[i >> 3] as number) | (one << (i & 7));
  });
  return mask;
}

function fromMask(mask: Uint8Array, polls: number): Uint8Array {
  return Uint8Array.from({ length: polls }, (_, i) => ((mask[i >> 3] as number) >> (i & 7)) & 1);
}
