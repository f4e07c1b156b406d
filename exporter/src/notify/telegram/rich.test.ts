import { describe, expect, it } from '@jest/globals';
import { parseHtml } from '../../../test/telegramHtml.ts';
import { block, bold, clean, lengthOf, lines, plainText, shortened, split, text, toHtml, type Rich } from './rich.ts';

/** The same random numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const pieces = ['<b>', '&amp;', '_*[`', '</pre>', 'plain words ', '\n', '👩‍👩‍👧‍👦', '🇩🇪', 'שלום', 'مرحبا', 'é', '\ud83d', '\u0000', '\u202e', '"', "'", '日本語'];

describe('a message before it has a form', () => {
  it('becomes HTML that says the same as the plain text', () => {
    const rich = lines([[bold('a < b & c > "d"')], [text('see '), { text: 'the <rule>', href: 'https://example.org/?a=1&b="2"' }]]);
    expect(toHtml(rich)).toBe('<b>a &lt; b &amp; c &gt; &quot;d&quot;</b>\nsee <a href="https://example.org/?a=1&amp;b=&quot;2&quot;">the &lt;rule&gt;</a>');
    expect(parseHtml(toHtml(rich))).toEqual({ text: plainText(rich), entities: [{ type: 'b', offset: 0, length: 15 }, { type: 'a', offset: 20, length: 10, url: 'https://example.org/?a=1&b="2"' }] });
  });

  it('keeps right-to-left names from turning what is around them, and drops what is no text', () => {
    expect(clean('a\u0000b\u202e\ud83dc\n')).toBe('ab\ufffdc\n');
    expect(clean('שרת')).toBe('\u2068שרת\u2069');
  });

  it('is cut at a line, else at a word, never inside a letter or an emoji', () => {
    expect(split([text(`${'a'.repeat(30)}\n${'b'.repeat(30)}`)], 40).map(plainText)).toEqual([`${'a'.repeat(30)}\n`, 'b'.repeat(30)]);
    expect(split([text(`${'a'.repeat(30)} ${'b'.repeat(30)}`)], 40).map(plainText)).toEqual([`${'a'.repeat(30)} `, 'b'.repeat(30)]);
    expect(split([text(`${'a'.repeat(39)}👩‍👩‍👧‍👦b`)], 40).map(plainText)).toEqual(['a'.repeat(39), '👩‍👩‍👧‍👦b']);
    expect(split([text(`${'a'.repeat(39)}e\u0301`)], 40).map(plainText)).toEqual(['a'.repeat(39), 'e\u0301']);
    expect(split([text('  \n ')])).toEqual([]);
  });

  it('keeps the style of a part that was cut', () => {
    expect(split([block('x'.repeat(50))], 40).map(toHtml)).toEqual([`<pre>${'x'.repeat(40)}</pre>`, `<pre>${'x'.repeat(10)}</pre>`]);
  });

  it('is shortened with a sign', () => {
    expect(plainText(shortened([text('abcdef')], 4))).toBe('abc…');
    expect(plainText(shortened([text('abcd')], 4))).toBe('abcd');
  });

  it('loses nothing and breaks no limit and no tag, whatever is in it', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 500; round += 1) {
      const rich: Rich = Array.from({ length: 1 + Math.floor(random() * 40) }, () => {
        const words = Array.from({ length: Math.floor(random() * 60) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
        return [text, bold, block][Math.floor(random() * 3)]?.(clean(words)) ?? text('');
      });
      const limit = [40, 200, 4096][round % 3] as number;
      const parts = split(rich, limit);
      expect(parts.every((part) => lengthOf(part) <= limit)).toBe(true);
      expect(parts.map(plainText).join('').replace(/\s/g, '')).toBe(plainText(rich).replace(/\s/g, ''));
      for (const part of parts) {
        expect(parseHtml(toHtml(part)).text).toBe(plainText(part));
        expect(plainText(part).isWellFormed()).toBe(true);
      }
    }
  });
});
