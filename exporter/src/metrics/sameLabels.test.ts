import { describe, expect, it } from '@jest/globals';
import { sameLabels } from './sameLabels.ts';

describe('sameLabels', () => {
  it('compares names and values, in any order', () => {
    expect(sameLabels({}, {})).toBe(true);
    expect(sameLabels({ device: 'sda', mode: 'rw' }, { mode: 'rw', device: 'sda' })).toBe(true);
    expect(sameLabels({ device: 'sda' }, { device: 'sdb' })).toBe(false);
    expect(sameLabels({ device: 'sda' }, { disk: 'sda' })).toBe(false);
    expect(sameLabels({ device: 'sda' }, { device: 'sda', mode: 'rw' })).toBe(false);
    expect(sameLabels({ device: 'sda', mode: 'rw' }, { device: 'sda' })).toBe(false);
  });
});
