import { describe, expect, it } from '@jest/globals';
import type { Family } from './family.ts';
import { sharedLabels } from './sharedLabels.ts';

const family = (name: string, ...devices: string[]): Family => ({
  name,
  help: '',
  type: 'gauge',
  samples: devices.map((device, value) => ({ labels: { device }, value })),
});
const labelsOf = ({ samples }: Family) => samples.map(({ labels }) => labels);

describe('sharedLabels', () => {
  it('gives equal families the same label objects, and each its own values', () => {
    const [first, second] = [family('share_a', 'sda', 'sdb'), family('share_a', 'sda', 'sdb')];
    sharedLabels([first]);
    second.samples.forEach((sample) => (sample.value += 5));
    expect(sharedLabels([second])).toEqual([{ ...second }]);
    labelsOf(second).forEach((labels, at) => expect(labels).toBe(labelsOf(first)[at]));
    expect(second.samples.map(({ value }) => value)).toEqual([5, 6]);
  });
  it('keeps apart what is not equal: other values, other names, more of them, another order', () => {
    sharedLabels([family('share_b', 'sda', 'sdb')]);
    for (const other of [family('share_b', 'sda', 'sdc'), family('share_b', 'sda'), family('share_b', 'sdb', 'sda')]) {
      const before = structuredClone(other);
      expect(sharedLabels([other])[0]).toEqual(before);
    }
  });
  it('shares among several kinds of servers in turn', () => {
    const kinds = ['x', 'y', 'z'].map((device) => family('share_c', device));
    kinds.forEach((kind) => sharedLabels([kind]));
    for (const [at, device] of ['x', 'y', 'z'].entries()) {
      const again = family('share_c', device);
      sharedLabels([again]);
      expect(labelsOf(again)[0]).toBe(labelsOf(kinds[at] as Family)[0]);
    }
  });
  it('takes nothing to read for nothing', () => {
    expect(sharedLabels(undefined)).toBeUndefined();
  });
});
