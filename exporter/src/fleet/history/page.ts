import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { chooseMode, fromPlanes, toWords, type Column } from './column.ts';
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
/** Small windows and tables: pages are a few kB, and setting up zlib's usual 256 kB would cost more than deflating. */
const deflateOptions = { windowBits: 13, memLevel: 6 };
/** What is kept is worth more time than what is packed anew within half an hour. */
const [keptLevel, passingLevel] = [6, 1];

export function encodePage(columns: readonly Column[], polls: number, { passing = false } = {}): Buffer {
  const writer = new ByteWriter();
  const count = columns.length;
  writer.varint(count);
  writer.varint(polls);
  const low = new Uint32Array(count * polls);
  const high = new Uint32Array(count * polls);
  const masks: Uint8Array[] = [];
  columns.forEach((column, index) => {
    const values = column.present === undefined ? column.values : withoutGaps(column.values, column.present);
    const mode = chooseMode(values);
    toWords(values, mode, low, high, index * polls);
    writer.byte(column.present === undefined ? mode : mode + gaps);
    if (column.present !== undefined) {
      masks.push(toMask(column.present));
    }
  });
  for (const mask of masks) {
    writer.bytes(mask);
  }
  if (polls > 0) {
    writePlanes(writer, low, high, count, polls);
  }
  return deflateRawSync(writer.finish(), { ...deflateOptions, level: passing ? passingLevel : keptLevel });
}

function writePlanes(writer: ByteWriter, low: Uint32Array, high: Uint32Array, count: number, polls: number): void {
  const first = new Uint8Array(count * 8);
  let anyLow = 0;
  let anyHigh = 0;
  for (let at = 0; at < low.length; at += 1) {
    if (at % polls !== 0) {
      anyLow |= low[at] as number;
      anyHigh |= high[at] as number;
    }
  }
  const planes = anyHigh === 0 ? bytesOf(anyLow) : 4 + bytesOf(anyHigh);
  const rest = new Uint8Array(planes * count * (polls - 1));
  for (let plane = 0; plane < 8; plane += 1) {
    const words = plane < 4 ? low : high;
    const shift = (plane % 4) * 8;
    let to = plane * count * (polls - 1);
    for (let series = 0; series < count; series += 1) {
      first[plane * count + series] = (words[series * polls] as number) >>> shift;
      if (plane < planes) {
        for (let at = series * polls + 1; at < (series + 1) * polls; at += 1) {
          rest[to++] = (words[at] as number) >>> shift;
        }
      }
    }
  }
  writer.bytes(first);
  writer.varint(planes);
  writer.bytes(rest);
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
function withoutGaps(values: Float64Array, present: Uint8Array): Float64Array {
  const filled = Float64Array.from(values);
  let last = values[present.indexOf(1)] ?? 0;
  for (let i = 0; i < filled.length; i += 1) {
    if (present[i] === 1) {
      last = filled[i] as number;
    } else {
      filled[i] = last;
    }
  }
  return filled;
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
