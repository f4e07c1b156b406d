import { describe, expect, it } from '@jest/globals';
import { Failure } from '../errors.ts';
import { compilePattern } from './pattern.ts';

/** Expressions that make back-tracking engines work for ever (OWASP's list among them), and some that are heavy for any engine. */
const hostile = [
  '(a+)+$', '(a|a)*b', '(.*)*x', '(a|aa)+$', '([a-zA-Z]+)*$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y', '(.*a){20}', '(a?){100}a{100}',
  '(?:.{0,100}){10}x', '((a{0,20}){20}){20}', '(a{0,1000}){1000}', '\\s+$', '[\\s\\S]*?(foo|bar)[\\s\\S]*?baz', '^(?:a?a?a?a?a?a?a?a?a?a?)+$', '(?=a)b', '(a)\\1',
];
/** As long as a line of a log mostly is, and then some. */
const texts = ['a', 'x', ' ', '0', 'aB', 'a!'].map((piece) => `${piece.repeat(4096 / piece.length)}!`);
const slowMs = 50;

describe('compilePattern', () => {
  it.each(hostile)('%s: at most 50 ms for a line, or refused with the field', (source) => {
    let pattern: ReturnType<typeof compilePattern>;
    try {
      pattern = compilePattern(source, 'filter', { multiline: true });
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).details).toMatchObject([{ field: 'filter' }]);
      return;
    }
    for (const text of texts) {
      for (const work of [() => pattern.test(text), () => pattern.all(text, 20_000)]) {
        // The quickest of five: the machine has other things to do.
        const times = Array.from({ length: 5 }, () => {
          const began = performance.now();
          work();
          return performance.now() - began;
        });
        expect(Math.min(...times)).toBeLessThan(slowMs);
      }
    }
  });

  it('refuses what needs back-tracking, and what is slow', () => {
    const refusal = (source: string): string => {
      try {
        compilePattern(source, 'filter');
        return '';
      } catch (error) {
        return (error as Failure).message;
      }
    };
    expect(refusal('(?=a)b')).toContain('not a RE2 regular expression');
    expect(refusal('(a)\\1')).toContain('not a RE2 regular expression');
    expect(refusal('(a?){100}a{100}')).toContain('too slow');
    expect(refusal('(?:abcdefghij){999}')).toContain('too large');
  });

  it('takes what people write', () => {
    for (const source of ['^(?P<queue>\\w+): (?P<value>\\d+)$', '(?i)(error|failed|exception|timeout|refused|denied)', '(\\d{1,3}\\.){3}\\d{1,3}', '^\\[(?P<time>[^\\]]+)\\] (?P<level>\\w+) (?P<message>.*)$', '\\p{L}+']) {
      expect(compilePattern(source, 'filter').source).toBe(source);
    }
  });
});
