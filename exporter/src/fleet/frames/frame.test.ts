import { describe, expect, it } from '@jest/globals';
import type { Family } from '../../metrics/family.ts';
import { toFrame, valueOf, valuesBy, type ByLabel } from './frame.ts';
import { createShapePool } from './shapePool.ts';

const family = (name: string, ...values: Array<[device: string, value: number]>): Family => ({
  name,
  help: '',
  type: 'gauge',
  samples: values.map(([device, value]) => ({ labels: device === '' ? {} : { device }, value })),
});

const entries = <Value>(by: ByLabel<Value>) => [...by.keys()].map((key) => [key, by.get(key)]);

describe('toFrame', () => {
  const pool = createShapePool();
  const frameOf = (families: Family[], before?: ReturnType<typeof toFrame>) =>
    toFrame({ serverId: 's', name: 's', at: 0, families }, pool, before?.layout);

  it('keeps the layout while the same series come', () => {
    const first = frameOf([family('b', ['x', 1], ['y', 2]), family('a', ['', 3])]);
    const second = frameOf([family('b', ['x', 4], ['y', 5]), family('a', ['', 6])], first);
    expect(second.layout).toBe(first.layout);
    expect(entries(valuesBy(second, 'b', 'device'))).toEqual([['x', 4], ['y', 5]]);
    expect(valueOf(second, 'a')).toBe(6);
    expect(valueOf(first, 'a')).toBe(3);
  });

  it.each([
    ['a series more', [family('a', ['', 1]), family('b', ['x', 2], ['y', 3])]],
    ['a series less', [family('a', ['', 1]), family('b')]],
    ['another series', [family('a', ['', 1]), family('b', ['y', 2])]],
    ['a family more', [family('a', ['', 1]), family('b', ['x', 2]), family('c', ['', 3])]],
    ['a family less', [family('b', ['x', 2])]],
    ['another order', [family('b', ['x', 2]), family('a', ['', 1])]],
  ])('takes another one with %s', (_, families) => {
    const before = frameOf([family('a', ['', 9]), family('b', ['x', 9])]);
    const frame = frameOf(families, before);
    expect(frame.layout).not.toBe(before.layout);
    for (const { name, samples } of families) {
      expect(entries(valuesBy(frame, name, 'device'))).toEqual(samples.map(({ labels, value }) => [labels['device'] ?? '', value]));
    }
  });

  it('finds a family that comes later, though it was looked for before', () => {
    const before = frameOf([family('a', ['', 1])]);
    expect(valueOf(before, 'late')).toBeUndefined();
    expect(valueOf(frameOf([family('a', ['', 1]), family('late', ['', 2])], before), 'late')).toBe(2);
    expect(valueOf(before, 'late')).toBeUndefined();
  });

  it('does not remember every name that was ever asked for', () => {
    const frame = frameOf([family('z', ['', 1])]);
    for (let i = 0; i < 3_000; i += 1) {
      expect(valueOf(frame, `none${i}`)).toBeUndefined();
    }
    expect(frame.layout.found.size).toBeLessThanOrEqual(1_000);
    expect(valueOf(frame, 'z')).toBe(1);
  });
});
