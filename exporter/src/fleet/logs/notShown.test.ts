import { describe, expect, it } from '@jest/globals';
import type { LogLine } from '../../../../contract/logs.ts';
import { notShown } from './notShown.ts';

const lines = (text: string): LogLine[] => [...text].map((letter) => ({ text: letter }) as LogLine);
const left = (tail: string, read: string): string => notShown(lines(tail), lines(read)).map((line) => line.text).join('');

describe('notShown', () => {
  it.each([
    ['cdef', 'abcd', 'ef', 'both end in the same file'],
    ['cd', 'abcd', '', 'all was read'],
    ['cdef', 'ab', 'cdef', 'the reading ended before the tail began'],
    ['abcdef', 'cd', 'ef', 'the reading shows fewer lines than came'],
    ['', 'abc', '', 'nothing came'],
    ['ab', '', 'ab', 'nothing was read'],
    ['xaxb', 'qxax', 'b', 'lines that repeat'],
  ])('%s after %s: %s is new (%s)', (tail, read, expected) => {
    expect(left(tail, read)).toBe(expected);
  });
});
