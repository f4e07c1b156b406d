import { aLine } from '../test/factories';
import { mergeNews, newIn } from './mergeNews';

const line = (second: number | null, text: string) => aLine({ time: second === null ? null : new Date(second * 1000).toISOString(), text });
const texts = (lines: Array<{ text: string }>) => lines.map(({ text }) => text).join(' ');

describe('mergeNews', () => {
  it('puts lines of a slower source where their time is', () => {
    expect(texts(mergeNews([line(1, 'a'), line(3, 'c')], [line(2, 'b'), line(4, 'd')], 10))).toBe('a b c d');
  });
  it('keeps what tells no time behind the line it follows', () => {
    expect(texts(mergeNews([line(1, 'a'), line(5, 'e')], [line(2, 'b'), line(null, 'b2'), line(3, 'c')], 10))).toBe('a b b2 c e');
    expect(texts(mergeNews([line(1, 'a')], [line(null, 'x')], 10))).toBe('a x');
  });
  it('keeps the newest', () => {
    expect(texts(mergeNews([line(1, 'a'), line(2, 'b')], [line(3, 'c')], 2))).toBe('b c');
  });
});

describe('newIn', () => {
  it('leaves out what is here, as often as it is here', () => {
    expect(texts(newIn([line(1, 'a'), line(1, 'a'), line(2, 'b')], [line(1, 'a')]))).toBe('a b');
  });
});
