import { describe, expect, it } from '@jest/globals';
import { createScratch } from './scratch.ts';

describe('createScratch', () => {
  it('gives the same array while it is long enough, and then a longer one', () => {
    const scratch = createScratch((length) => new Float64Array(length));
    const first = scratch(100);
    expect(scratch(40)).toBe(first);
    const longer = scratch(101);
    expect(longer.length).toBeGreaterThanOrEqual(101);
    expect(scratch(100)).toBe(longer);
  });
  it('does not keep a huge one', () => {
    const scratch = createScratch((length) => new Uint8Array(length));
    const usual = scratch(1000);
    expect(scratch(1e6)).toHaveLength(1e6);
    expect(scratch(1000)).toBe(usual);
  });
});
