import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Family } from '../../metrics/family.ts';
import { toFrame } from '../frames/frame.ts';
import { shapeKey, type Shape } from '../frames/shape.ts';
import { createShapePool } from '../frames/shapePool.ts';
import { finishChunk, type PackedChunk } from './chunk.ts';
import type { Column } from './column.ts';
import { joinPieces, openPiece } from './joinPieces.ts';
import { packPiece, type PackedPage } from './packPiece.ts';
import { decodePage } from './page.ts';
import { columnsOf, type Recorded } from './piece.ts';

const pool = createShapePool();
const recorded = (at: number, families: Family[]): Recorded => ({ at, frames: [toFrame({ serverId: 'a', name: 'a', at, families }, pool, undefined)] });
const family = (name: string, devices: readonly string[], value: number): Family => ({ name, help: '', type: 'gauge', samples: devices.map((device, i) => ({ labels: { device }, value: value + i })) });

/** Pieces as the store has them, with the shapes it knows. */
function stored(pieces: ReadonlyArray<readonly Recorded[]>): { packed: PackedChunk[]; shapes: Map<number, Shape> } {
  const ids = new Map<string, number>();
  const shapes = new Map<number, Shape>();
  const idOf = (shape: Shape): number => {
    const id = ids.get(shapeKey(shape)) ?? ids.size + 1;
    ids.set(shapeKey(shape), id);
    shapes.set(id, shapes.get(id) ?? shape);
    return id;
  };
  const packed = pieces.map((polls) => {
    const page = packPiece(polls, () => true, 100);
    const pages = page === undefined ? [] : [{ entries: page.shapes.map((shape) => ({ shapeId: idOf(shape), series: shape.labels.length })), data: page.data }];
    return finishChunk(polls.map(({ at }) => at), pages);
  });
  return { packed, shapes };
}
const joined = ({ packed, shapes }: ReturnType<typeof stored>): PackedPage[] => [...joinPieces(packed.map(openPiece), shapes, 100)];

const visible = ({ values, present }: Column): Array<number | undefined> => [...values].map((value, i) => (present?.[i] === 0 ? undefined : value));
const bySeries = (shape: Shape, columns: readonly Column[]) => ({ family: shape.family, series: Object.fromEntries(shape.labels.map((labels, i) => [JSON.stringify(labels), visible(columns[i] as Column)])) });
const shown = (pages: readonly PackedPage[]) =>
  pages.flatMap(({ shapes, data }) => {
    const columns = decodePage(data);
    return shapes.map((shape) => bySeries(shape, columns.splice(0, shape.labels.length)));
  });

const anyFamily = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), devices: fc.subarray(['x', 'y', 'z']), value: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0.25, -0, NaN)) });
const anyPoll = fc.uniqueArray(anyFamily, { selector: ({ name }) => name, maxLength: 4 }).map((families) => families.map((one) => family(one.name, one.devices, one.value)));
/** The same poll again and again is what a fleet mostly brings; others come in between. */
const anyPieces = fc.array(fc.array(fc.record({ poll: anyPoll, again: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

describe('joinPieces', () => {
  it('holds what the polls of all pieces held', () => {
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        let at = 0;
        const polls = pieces.map((stretches) => stretches.flatMap(({ poll, again }) => Array.from({ length: again }, () => recorded((at += 1), poll))));
        const expected = columnsOf(polls.flat(), () => true, 100).map(({ shape, columns }) => bySeries(shape, columns));
        expect(shown(joined(stored(polls)))).toStrictEqual(expected);
      }),
      { numRuns: 300 }
    );
  });

  it('keeps gaps of steady series apart, in the order of the series', () => {
    // In each piece b comes and goes, with the same series in all of them.
    const piece = (n: number) => [recorded(n, [family('a', ['x'], n), family('b', ['x', 'y'], n)]), recorded(n + 1, [family('a', ['x'], n)])];
    const [page] = joined(stored([piece(1), piece(5)]));
    expect(decodePage((page as PackedPage).data).map(visible)).toEqual([
      [1, 1, 5, 5],
      [1, undefined, 5, undefined],
      [2, undefined, 6, undefined],
    ]);
  });

  it('closes a page at 24 series', () => {
    const devices = Array.from({ length: 13 }, (_, i) => `d${i}`);
    const families = ['a', 'b', 'c', 'd', 'e'].map((name) => family(name, devices, 1));
    expect(joined(stored([[recorded(1, families)], [recorded(2, families)]])).map(({ shapes }) => shapes.map((shape) => shape.family))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('refuses pieces that are not whole', () => {
    const { packed, shapes } = stored([[recorded(1, [family('a', ['x'], 1)])], [recorded(2, [family('a', ['x'], 2)]), recorded(3, [family('a', ['x'], 2)])]]);
    const [one, two] = packed as [PackedChunk, PackedChunk];
    expect(() => openPiece({ ...one, pages: [] })).toThrow('missing');
    expect(() => openPiece({ ...one, pages: two.pages })).toThrow('less than it should');
    expect(() => [...joinPieces([openPiece(one)], new Map(), 100)]).toThrow('not known');
    expect(shapes.size).toBe(1);
  });
});
