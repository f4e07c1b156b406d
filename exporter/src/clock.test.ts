import { describe, expect, it } from '@jest/globals';
import { instant } from './clock.ts';

describe('instant', () => {
  const ms = [0, 1, 999, 1000, 1001.9, -0.5, -1, -1000, Date.UTC(2026, 1, 28, 23, 59, 59, 7), Date.UTC(2026, 1, 28, 23, 59, 59, 70), Date.UTC(12_026, 0, 1), -8.64e15, 8.64e15];

  it.each([...ms, ...ms.reverse()])('tells %p as Date does, whatever was told before', (one) => {
    expect(instant(one)).toBe(new Date(one).toISOString());
  });

  it.each([NaN, Infinity, 8.64e15 + 1])('refuses %p', (none) => {
    expect(() => instant(none)).toThrow(RangeError);
  });
});
