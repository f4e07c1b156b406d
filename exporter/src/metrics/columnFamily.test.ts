import { describe, expect, it } from '@jest/globals';
import { columnFamily, hasLabels, writeValues } from './columnFamily.ts';
import type { Family } from './family.ts';

const about = { name: 'a', help: 'Help.', type: 'gauge' } as const;
const labels = [{ device: 'sda' }, { device: 'sdb' }];
const samples = [
  { labels: { device: 'sda' }, value: 5 },
  { labels: { device: 'sdb' }, value: NaN },
];
const families: Array<[string, Family]> = [
  ['columns', columnFamily({ ...about, labels }, [0, 5, NaN, 7], 1)],
  ['samples', { ...about, samples }],
];

describe.each(families)('a family of %s', (_, family) => {
  it('has samples', () => {
    expect(family.samples).toEqual(samples);
    expect({ ...about }).toMatchObject({ name: family.name, help: family.help, type: family.type });
  });

  it('compares its labels', () => {
    expect(hasLabels(family, labels)).toBe(true);
    expect(hasLabels(family, structuredClone(labels))).toBe(true);
    expect(hasLabels(family, labels.slice(1))).toBe(false);
    expect(hasLabels(family, [...labels].reverse())).toBe(false);
  });

  it('writes its values', () => {
    const target = new Float64Array(4).fill(-1);
    writeValues(family, target, 1);
    expect([...target]).toEqual([-1, 5, NaN, -1]);
  });
});
