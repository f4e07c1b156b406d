import { ByteReader, ByteWriter } from './varint.ts';

/** Which families stand on a page, in order: the id of each shape and how many series it has. */
export interface PageEntry {
  shapeId: number;
  series: number;
}

/** What a chunk holds and where: beside its pages, so that a query reads one page of many. */
export interface Directory {
  /** Milliseconds since the epoch, of each poll. */
  times: readonly number[];
  pages: ReadonlyArray<readonly PageEntry[]>;
}

/** Where the series of a shape stand. */
export interface Place {
  shapeId: number;
  page: number;
  from: number;
  to: number;
}

const version = 1;
const zigzag = (value: number): number => (value >= 0 ? value * 2 : value * -2 - 1);
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : (value + 1) / -2);

export function encodeDirectory({ times, pages }: Directory): Buffer {
  const writer = new ByteWriter();
  writer.byte(version);
  writer.varint(times.length);
  let last = 0;
  for (const time of times) {
    // Signed: clocks are set back now and then.
    writer.varint(zigzag(time - last));
    last = time;
  }
  writer.varint(pages.length);
  for (const page of pages) {
    writer.varint(page.length);
    for (let i = 0; i < page.length; i += 1) {
      const { shapeId, series } = page[i] as PageEntry;
      writer.varint(shapeId);
      writer.varint(series);
    }
  }
  return writer.finish();
}

function readTimes(reader: ByteReader): number[] {
  const found = reader.byte();
  if (found !== version) {
    throw new RangeError(`history: a chunk of version ${found}, written by a newer exporter`);
  }
  const times: number[] = [];
  let last = 0;
  for (let left = reader.varint(); left > 0; left -= 1) {
    last += unzigzag(reader.varint());
    times.push(last);
  }
  return times;
}

export function decodeDirectory(bytes: Uint8Array): Directory {
  const reader = new ByteReader(bytes);
  const times = readTimes(reader);
  const pages = Array.from({ length: reader.varint() }, () => Array.from({ length: reader.varint() }, () => ({ shapeId: reader.varint(), series: reader.varint() })));
  return { times, pages };
}

/** The times of a chunk and where the wanted shapes stand, without building the rest: a query does this for each chunk it touches. */
export function findPlaces(bytes: Uint8Array, wanted: { has(shapeId: number): boolean }): { times: number[]; places: Place[] } {
  const reader = new ByteReader(bytes);
  const times = readTimes(reader);
  const places: Place[] = [];
  const pages = reader.varint();
  for (let page = 0; page < pages; page += 1) {
    let from = 0;
    for (let left = reader.varint(); left > 0; left -= 1) {
      const shapeId = reader.varint();
      const series = reader.varint();
      if (wanted.has(shapeId)) {
        places.push({ shapeId, page, from, to: from + series });
      }
      from += series;
    }
  }
  return { times, places };
}
