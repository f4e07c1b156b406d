import { describe, expect, it } from '@jest/globals';
import { toFrame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import type { Recorded } from './piece.ts';
import { createTail } from './tail.ts';

const pool = createShapePool();
const recorded = (at: number, values: Record<string, number>, derived = at): Recorded => {
  const frame = (of: Record<string, number>) => toFrame({ serverId: 's', name: 's', at, families: Object.entries(of).map(([name, value]) => ({ name, help: '', type: 'gauge', samples: [{ labels: {}, value }] })) }, pool, undefined);
  return { at, frames: [frame(values), frame({ derived })] };
};
/** What a poll says, copied as it must be. */
const said = ({ at, frames }: Recorded) => [at, ...frames.map(({ layout, values }) => Object.fromEntries(layout.shapes.map(({ family }, i) => [family, values[layout.starts[i] as number]])))];

/** Adds polls the way the vitals board makes them: two arrays, of which each poll takes the older one. */
function feeder(tail: ReturnType<typeof createTail>, serverId = 's') {
  const rooms = [0, 1].map(() => new Map<number, Float64Array>());
  let turn = 0;
  return (poll: Recorded): void => {
    const room = rooms[(turn += 1) % 2] as Map<number, Float64Array>;
    tail.add(serverId, {
      at: poll.at,
      frames: poll.frames.map(({ layout, values }, i) => {
        const key = 10 * layout.size + i;
        const to = room.get(key) ?? new Float64Array(layout.size);
        room.set(key, to);
        to.set(values);
        return { layout, values: to };
      }),
    });
  };
}

describe('the tail', () => {
  const polls = [
    recorded(1, { a: 1, b: 10 }),
    recorded(2, { a: 1, b: 12 }),
    recorded(3, { a: NaN, b: 0.1 }),
    recorded(4, { a: -0, b: 10, c: 7 }),
    recorded(5, { a: 5, b: 10, c: 8 }),
    recorded(6, { a: 5, b: 11 }),
  ];
  const filled = (some = polls) => {
    const tail = createTail();
    some.forEach(feeder(tail));
    return tail;
  };

  it('gives every poll back, whatever came after it and into the same arrays', () => {
    for (let n = 0; n <= polls.length; n += 1) {
      expect(filled(polls.slice(0, n)).of('s').map(said)).toEqual(polls.slice(0, n).map(said));
    }
  });

  it('keeps what came after those that were written', () => {
    for (let n = 0; n <= polls.length; n += 1) {
      const tail = createTail();
      const add = feeder(tail);
      polls.slice(0, 4).forEach(add);
      tail.written('s', n);
      expect(tail.of('s').map(said)).toEqual(polls.slice(n, 4).map(said));
      polls.slice(4).forEach(add);
      expect(tail.of('s').map(said)).toEqual([...polls.slice(n, 4), ...polls.slice(4)].map(said));
      expect(tail.count()).toBe(Math.max(0, 4 - n) + 2);
    }
  });

  it('tells which servers have waited for long, and of none that is written or gone', () => {
    const tail = filled();
    feeder(tail, 't')(recorded(9, { a: 1 }));
    expect(tail.due(0)).toEqual([]);
    expect(tail.due(1)).toEqual(['s']);
    expect(tail.due(Infinity)).toEqual(['s', 't']);
    tail.written('s', 6);
    expect(tail.due(Infinity)).toEqual(['t']);
    tail.remove('t');
    expect([tail.due(Infinity), tail.count(), tail.of('t')]).toEqual([[], 0, []]);
  });

  it('keeps the newest 240 of a server while the store can not be written', () => {
    const many = Array.from({ length: 300 }, (_, i) => recorded(i, i % 50 === 0 ? { a: i, b: -i } : { a: i }));
    const tail = filled(many);
    expect(tail.of('s').map(said)).toEqual(many.slice(-240).map(said));
    tail.written('s', 239);
    expect(tail.of('s').map(said)).toEqual(many.slice(-1).map(said));
  });

  it('lends the same arrays to one server after the other', () => {
    const tail = filled();
    polls.map(({ at, frames }) => ({ at: at + 10, frames })).forEach(feeder(tail, 't'));
    const arrays = (id: string) => tail.of(id).flatMap(({ frames }) => frames.map(({ values }) => values));
    arrays('t').forEach((values, i) => expect(values).toBe(arrays('s')[i]));
    expect(tail.of('s').map(said)).toEqual(polls.map(said));
  });
});
