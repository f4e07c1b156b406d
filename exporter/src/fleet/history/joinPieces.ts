import type { Shape } from '../frames/shape.ts';
import { emptyBlock, putColumns, type Block } from './block.ts';
import { seriesPerPage, type PackedChunk } from './chunk.ts';
import { findPlaces, type Place } from './directory.ts';
import { encodePage } from './encodePage.ts';
import { mergeFamily, type FamilyPiece, type Part } from './merge.ts';
import type { PackedPage } from './packPiece.ts';
import { columnsAt, openPage, type OpenPage, type Visit } from './page.ts';

/** A piece whose pages are inflated: what stands where. */
export interface OpenPiece {
  times: readonly number[];
  places: readonly Place[];
  pages: readonly OpenPage[];
}

/** A family of all pieces, and how its series get into the block of a page. */
interface Joined {
  shape: Shape;
  put(block: Block, at: number): void;
}

export function openPiece({ directory, pages }: PackedChunk): OpenPiece {
  const { times, places } = findPlaces(directory, { has: () => true });
  const opened = pages.map(openPage);
  for (const { page, to } of places) {
    const there = opened[page];
    if (there === undefined || there.series < to || there.polls !== times.length) {
      throw new RangeError('history: a page of a piece is missing, or holds less than it should');
    }
  }
  return { times, places, pages: opened };
}

/**
 * Puts successive pieces of a server together, page by page, families sorted by name. The series of a family that stayed the same go
 * from the pieces into the page: half an hour of a server, column by column, is more than ten megabytes of garbage.
 */
export function* joinPieces(pieces: readonly OpenPiece[], shapes: ReadonlyMap<number, Shape>, maxSeries: number): Generator<PackedPage> {
  const polls = pieces.reduce((sum, { times }) => sum + times.length, 0);
  const families = placesByFamily(pieces, shapes);
  const names = [...families.keys()].sort();
  let page: Joined[] = [];
  let series = 0;
  for (let i = 0; i < names.length; i += 1) {
    const joined = joinFamily(pieces, families.get(names[i] as string) ?? [], shapes, maxSeries);
    page.push(joined);
    series += joined.shape.labels.length;
    if (i === names.length - 1 || series >= seriesPerPage) {
      yield packPage(page, series, polls);
      page = [];
      series = 0;
    }
  }
}

function packPage(families: readonly Joined[], series: number, polls: number): PackedPage {
  const block = emptyBlock(series, polls);
  let at = 0;
  for (const { shape, put } of families) {
    put(block, at);
    at += shape.labels.length;
  }
  return { shapes: families.map(({ shape }) => shape), data: encodePage(block, false) };
}

/** Of each family, where it stands in each piece. */
function placesByFamily(pieces: readonly OpenPiece[], shapes: ReadonlyMap<number, Shape>): Map<string, Array<Place | undefined>> {
  const families = new Map<string, Array<Place | undefined>>();
  pieces.forEach(({ places }, piece) => {
    for (const place of places) {
      const shape = shapes.get(place.shapeId);
      if (shape?.labels.length !== place.to - place.from) {
        throw new RangeError('history: a piece has a family that is not known, or more or fewer of its series');
      }
      const there = families.get(shape.family) ?? new Array<Place | undefined>(pieces.length).fill(undefined);
      there[piece] = place;
      families.set(shape.family, there);
    }
  });
  return families;
}

function joinFamily(pieces: readonly OpenPiece[], places: ReadonlyArray<Place | undefined>, shapes: ReadonlyMap<number, Shape>, maxSeries: number): Joined {
  const shapeOf = ({ shapeId }: Place): Shape => shapes.get(shapeId) as Shape;
  const first = places[0];
  if (first !== undefined && places.every((place) => place?.shapeId === first.shapeId)) {
    return { shape: shapeOf(first), put: (block, at) => putSteady(block, at, pieces, places as readonly Place[]) };
  }
  const parts = places.map((place, i): Part => {
    const { times, pages } = pieces[i] as OpenPiece;
    const family = place && ({ shape: shapeOf(place), columns: columnsAt(pages[place.page] as OpenPage, place.from, place.to) } satisfies FamilyPiece);
    return { polls: times.length, family };
  });
  const { shape, columns } = mergeFamily(parts, maxSeries);
  return { shape, put: (block, at) => putColumns(block, at, columns) };
}

function putSteady({ values, polls, present }: Block, at: number, pieces: readonly OpenPiece[], places: readonly Place[]): void {
  let first = 0;
  let begin = 0;
  const put: Visit = (column, read, mask) => {
    const series = at + column - first;
    for (let i = 0; i < read.length; i += 1) {
      values[series * polls + begin + i] = read[i] as number;
    }
    if (mask !== undefined) {
      const whole = present.get(series) ?? new Uint8Array(polls).fill(1);
      whole.set(mask, begin);
      present.set(series, whole);
    }
  };
  for (let piece = 0; piece < pieces.length; piece += 1) {
    const { times, pages } = pieces[piece] as OpenPiece;
    const { page, from, to } = places[piece] as Place;
    first = from;
    (pages[page] as OpenPage).visit(from, to, put);
    begin += times.length;
  }
}
