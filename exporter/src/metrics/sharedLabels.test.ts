import { describe, expect, it } from '@jest/globals';
import { sharedLabels } from './sharedLabels.ts';

describe('sharedLabels', () => {
  it('gives equal label sets as one object', () => {
    const first = sharedLabels({ device: 'eth0', state: 'up' });
    expect(sharedLabels({ device: 'eth0', state: 'up' })).toBe(first);
    expect(first).toEqual({ device: 'eth0', state: 'up' });
  });

  it('tells apart values, names and orders', () => {
    const sets = [
      { a: '1', b: '2' },
      { b: '2', a: '1' },
      { a: '1', b: '3' },
      { a: '1' },
      { a: '1","b":"2' },
    ].map(sharedLabels);
    expect(new Set(sets).size).toBe(sets.length);
  });
});
