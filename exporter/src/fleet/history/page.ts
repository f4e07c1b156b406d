import { inflateRawSync } from 'node:zlib';
import { fromPlanes, type Column } from './column.ts';
import { ByteReader } from './varint.ts';

/*
 * A page: some series over the same polls, deflated together. Before deflate:
 *   series, polls (varints) · a mode byte for each series, +16 with gaps · a bit mask of the polls for each one with gaps ·
 *   the first words of all series in 8 planes · n = the highest byte any other word uses (varint) · the other words in n planes.
 * A plane is the same byte of all words, series by series: the upper ones are long runs of zeros, which deflate takes for nothing.
 */

export const gaps = 16;
/** Far more than a chunk ever holds; a damaged page may claim anything. */
const maxPolls = 10_000;
/** Inflated, most are between 10 and 25 kB: in one piece, instead of two that are copied together. */
const inflateOptions = { chunkSize: 32 * 1024 };

/** Takes one column of a page; `values` is used again for the next one, so whoever wants to keep it copies it. */
export type Visit = (series: number, values: Float64Array, present: Uint8Array | undefined) => void;

/** One array for all columns that are visited: an array for each is what a query would spend its time with. */
let scratch = new Float64Array(256);

/** A page, inflated: its columns are read as often as they are wanted. */
export interface OpenPage {
  series: number;
  polls: number;
  /** Visits the columns from `from` up to, not including, `to`. */
  visit(from: number, to: number, visit: Visit): void;
}

export function openPage(page: Uint8Array): OpenPage {
  const reader = new ByteReader(inflateRawSync(page, inflateOptions));
  const series = reader.varint();
  const polls = reader.varint();
  if (polls > maxPolls) {
    throw new RangeError('history: a page with too many polls');
  }
  const modes = reader.bytes(series);
  const present = new Map<number, Uint8Array>();
  for (let one = 0; one < series; one += 1) {
    if ((modes[one] as number) >= gaps) {
      present.set(one, fromMask(reader.bytes(Math.ceil(polls / 8)), polls));
    }
  }
  if (polls === 0) {
    return { series, polls, visit: () => undefined };
  }
  const first = reader.bytes(series * 8);
  const planes = reader.varint();
  if (planes > 8) {
    throw new RangeError('history: a page with too many planes');
  }
  const stride = series * (polls - 1);
  const rest = { bytes: reader.bytes(planes * stride), count: planes, start: 0, stride };
  const firstByte = (one: number, plane: number): number => (first[plane * series + one] as number) << ((plane % 4) * 8);
  const firstWord = (one: number, plane: number): number => firstByte(one, plane) | firstByte(one, plane + 1) | firstByte(one, plane + 2) | firstByte(one, plane + 3);
  return {
    series,
    polls,
    visit(from, to, visit) {
      if (scratch.length !== polls) {
        scratch = new Float64Array(polls);
      }
      for (let one = from; one < Math.min(to, series); one += 1) {
        const mode = (modes[one] as number) % gaps;
        rest.start = one * (polls - 1);
        fromPlanes(mode, firstWord(one, 0), firstWord(one, 4), rest, scratch);
        visit(one, scratch, present.get(one));
      }
    },
  };
}

export const visitColumns = (page: Uint8Array, from: number, to: number, visit: Visit): void => openPage(page).visit(from, to, visit);

/** The columns of a page from `from` up to, not including, `to`, to keep. */
export function columnsAt(page: OpenPage, from: number, to: number): Column[] {
  const columns: Column[] = [];
  page.visit(from, to, (_, values, present) => columns.push({ values: Float64Array.from(values), present }));
  return columns;
}

export const decodePage = (page: Uint8Array): Column[] => columnsAt(openPage(page), 0, Infinity);

function fromMask(mask: Uint8Array, polls: number): Uint8Array {
  return Uint8Array.from({ length: polls }, (_, i) => ((mask[i >> 3] as number) >> (i & 7)) & 1);
}
