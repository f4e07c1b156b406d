import { describe, expect, it } from '@jest/globals';
import type { Family } from '../../metrics/family.ts';
import { toFrame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import { columnsOf, type Recorded } from './piece.ts';

const pool = createShapePool();
const family = (name: string, series: Record<string, number>): Family => ({
  name,
  help: '',
  type: 'gauge',
  samples: Object.entries(series).map(([device, value]) => ({ labels: { device }, value })),
});
const pollOf = (...frames: Family[][]): Recorded => ({
  at: 0,
  frames: frames.map((families) => toFrame({ serverId: 'a', name: 'a', at: 0, families }, pool, undefined)),
});
const shown = (polls: readonly Recorded[], wanted: (name: string) => boolean = () => true) =>
  columnsOf(polls, wanted, 100).map(({ shape, columns }) => [shape.family, ...columns.map(({ values, present }, i) => [shape.labels[i]?.['device'], ...[...values].map((value, at) => (present?.[at] === 0 ? null : value))])]);

describe('columnsOf', () => {
  it('turns the families of all frames on their side, sorted by name', () => {
    const polls = [1, 2, 3].map((n) => pollOf([family('c', { x: n, y: 10 * n }), family('a', { x: -n })], [family('b', { x: 100 * n })]));
    expect(shown(polls)).toEqual([
      ['a', ['x', -1, -2, -3]],
      ['b', ['x', 100, 200, 300]],
      ['c', ['x', 1, 2, 3], ['y', 10, 20, 30]],
    ]);
    expect(shown(polls, (name) => name === 'b')).toEqual([['b', ['x', 100, 200, 300]]]);
  });

  it('finds a family that stays where others come, go and change their series', () => {
    const polls = [
      pollOf([family('stays', { x: 1, y: 2 }), family('changes', { x: 1 })]),
      pollOf([family('early', { x: 9 }), family('stays', { x: 3, y: 4 }), family('changes', { x: 2, y: 7 })]),
      pollOf([family('stays', { x: 5, y: 6 })]),
    ];
    expect(shown(polls)).toEqual([
      ['changes', ['x', 1, 2, null], ['y', null, 7, null]],
      ['early', ['x', null, 9, null]],
      ['stays', ['x', 1, 3, 5], ['y', 2, 4, 6]],
    ]);
  });

  it('joins a family that comes twice', () => {
    const polls = [1, 2].map((n) => pollOf([family('twice', { x: n }), family('once', { x: n }), family('twice', { y: 10 * n })]));
    expect(shown(polls)).toEqual([
      ['once', ['x', 1, 2]],
      ['twice', ['x', 1, 2], ['y', 10, 20]],
    ]);
    const apart = [1, 2].map((n) => pollOf([family('apart', { x: n })], [family('apart', { y: 10 * n })]));
    expect(shown(apart)).toEqual([['apart', ['x', 1, 2], ['y', 10, 20]]]);
  });
});
