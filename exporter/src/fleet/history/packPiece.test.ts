import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Family } from '../../metrics/family.ts';
import { toFrame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import type { Column } from './column.ts';
import { packPiece } from './packPiece.ts';
import { decodePage } from './page.ts';
import { columnsOf, type Recorded } from './piece.ts';

const pool = createShapePool();
const family = (name: string, devices: readonly string[], value: number): Family => ({
  name,
  help: '',
  type: 'gauge',
  samples: devices.map((device, i) => ({ labels: { device }, value: value + i })),
});
const recorded = (at: number, ...frames: Family[][]): Recorded => ({ at, frames: frames.map((families) => toFrame({ serverId: 'a', name: 'a', at, families }, pool, undefined)) });

const visible = ({ values, present }: Column): Array<number | undefined> => [...values].map((value, i) => (present?.[i] === 0 ? undefined : value));
/** Family by family, a list of values for each series. */
const unpacked = (polls: readonly Recorded[], wanted: (name: string) => boolean = () => true) => {
  const page = packPiece(polls, wanted, 100);
  const columns = page === undefined ? [] : decodePage(page.data).map(visible);
  const families = page?.shapes.map((shape) => ({ family: shape.family, labels: shape.labels, columns: columns.splice(0, shape.labels.length) })) ?? [];
  expect(columns).toEqual([]);
  return families;
};
const values = (polls: readonly Recorded[]) => unpacked(polls).map(({ family: name, columns }) => [name, ...columns]);

const names = ['a', 'b', 'c', 'd', 'e'];
const anyFamily = fc.record({ name: fc.constantFrom(...names), devices: fc.subarray(['x', 'y', 'z']), value: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0.25, -0, NaN)) });
const anyFrame = fc.array(anyFamily, { maxLength: 6 }).map((families) => families.map((one) => family(one.name, one.devices, one.value)));
/** Stretches of polls with equal series, whose values move on. */
const anyPolls = fc
  .array(fc.record({ frames: fc.array(anyFrame, { minLength: 1, maxLength: 2 }), polls: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 4 })
  .map((stretches) => {
    const moved = (families: Family[], by: number): Family[] => families.map((one) => ({ ...one, samples: one.samples.map(({ labels, value }) => ({ labels, value: value + by })) }));
    return stretches.flatMap(({ frames, polls }) => Array.from({ length: polls }, (_, i) => recorded(i, ...frames.map((families) => moved(families, i)))));
  });

describe('packPiece', () => {
  it('holds what the polls hold, whatever comes, goes, changes or comes twice', () => {
    fc.assert(
      fc.property(anyPolls, fc.constantFrom('a', 'c', 'none'), (polls, left) => {
        const wanted = (name: string): boolean => name !== left;
        const expected = columnsOf(polls, wanted, 100).map(({ shape, columns }) => ({ family: shape.family, labels: shape.labels, columns: columns.map(visible) }));
        expect(unpacked(polls, wanted)).toStrictEqual(expected);
      }),
      { numRuns: 300 }
    );
  });

  it('puts families of all frames in the order of their names, changing ones among steady ones', () => {
    const polls = [1, 2].map((n) => recorded(n, [family('d', ['x'], n), family('b', ['x', 'y'], 10 * n)], [family('c', n === 1 ? ['x'] : ['y'], n), family('e', n === 1 ? [] : ['x'], n)]));
    expect(values(polls)).toEqual([
      ['b', [10, 20], [11, 21]],
      ['c', [1, undefined], [undefined, 2]],
      ['d', [1, 2]],
      ['e', [undefined, 2]],
    ]);
  });

  it('keeps a family that begins without series', () => {
    expect(values([recorded(1, [family('a', [], 0)]), recorded(2, [family('a', ['x'], 7)])])).toEqual([['a', [undefined, 7]]]);
  });

  it('keeps both parts of a family that another frame brings as well, later', () => {
    expect(values([recorded(1, [family('a', ['x'], 1)], []), recorded(2, [family('a', ['x'], 2)], [family('a', ['y'], 3)])])).toEqual([['a', [1, 2], [undefined, 3]]]);
  });
});
