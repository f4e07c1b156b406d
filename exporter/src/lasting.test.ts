import { describe, expect, it } from '@jest/globals';
import { isLasting, lasting } from './lasting.ts';

describe('lasting', () => {
  it('lets nothing in the value change any more', () => {
    const value = lasting({ tags: { a: '1' }, list: [{ b: 1 }], none: null });
    expect(() => void (value.tags.a = '2')).toThrow(TypeError);
    expect(() => void value.list.push({ b: 2 })).toThrow(TypeError);
    expect(() => void ((value.list[0] as { b: number }).b = 2)).toThrow(TypeError);
    expect([value, value.tags, value.list[0]].map(isLasting)).toEqual([true, true, true]);
  });

  it('is not said of what is only frozen: what is inside may change', () => {
    const inner = { a: 1 };
    const frozen = Object.freeze({ inner });
    expect([isLasting(frozen), isLasting(undefined), isLasting(null), isLasting('text')]).toEqual([false, false, false, false]);
    expect(isLasting(lasting(frozen))).toBe(true);
    expect(Object.isFrozen(inner)).toBe(true);
  });
});
