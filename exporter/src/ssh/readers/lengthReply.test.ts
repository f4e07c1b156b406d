import { describe, expect, it } from '@jest/globals';
import { lengthReply } from './lengthReply.ts';

const cap = 1000;
const text = 'n0 7 1700000000.5 6 - 0 3\nhello\nabcn0.\n';
const parser = () => lengthReply('n0', 7, ['/a', '/b', '/c'], ['/l'], cap);

describe('lengthReply', () => {
  it('takes a reply apart: present, absent, empty, a link, the time', () => {
    const result = parser().feed(Buffer.from(text));
    expect(result?.time).toBe(1700000000.5);
    expect([...(result?.files ?? [])]).toEqual([
      ['/a', 'hello\n'],
      ['/c', ''],
    ]);
    expect([...(result?.links ?? [])]).toEqual([['/l', 'abc']]);
  });

  it('finds marks that are split anywhere, with noise in front', () => {
    const noisy = `Last login: now\nn0 6 is not it\n${text}`;
    for (let at = 1; at < noisy.length; at += 1) {
      const split = parser();
      expect(split.feed(Buffer.from(noisy.slice(0, at)))).toBeUndefined();
      expect(split.feed(Buffer.from(noisy.slice(at)))?.files.size).toBe(2);
    }
    const slow = parser();
    const replies = [...noisy].map((char) => slow.feed(Buffer.from(char)));
    expect(replies.filter(Boolean)).toHaveLength(1);
  });

  it('decodes bytes, not chunks', () => {
    const body = Buffer.from('Zürich');
    const bytes = Buffer.concat([Buffer.from(`n0 1 - ${body.length}\n`), body, Buffer.from('n0.\n')]);
    for (let at = 1; at < bytes.length; at += 1) {
      const split = lengthReply('n0', 1, ['/a'], [], cap);
      split.feed(bytes.subarray(0, at));
      const result = split.feed(bytes.subarray(at));
      expect(result?.files.get('/a')).toBe('Zürich');
      expect(result?.time).toBeUndefined();
    }
  });

  it('refuses lengths that are wrong, too many files, too many bytes, endless noise', () => {
    const fail = (bytes: string) => () => parser().feed(Buffer.from(bytes));
    expect(fail('n0 7 1 6 - 0 2\nhello\nabcn0.\n')).toThrow(expect.objectContaining({ reason: 'protocol' }));
    expect(fail('n0 7 1 6\n')).toThrow(expect.objectContaining({ reason: 'protocol' }));
    for (const lengths of ['6 x 0 3', '6  0 3', '6 - 0 3 ', '6 -- 0 3', '6 -1 0 3', '6 - 0 3.5', '6 - 0 1e2', '6 - 0 3\r', '6 - 0 +3', `6 - 0 ${'9'.repeat(400)}`]) {
      expect(fail(`n0 7 1 ${lengths}\nhello\nabcn0.\n`)).toThrow(expect.objectContaining({ reason: 'protocol' }));
    }
    expect(fail('n0 7 1 6 - 0 999999999999\n')).toThrow(expect.objectContaining({ reason: 'too_large' }));
    expect(fail('n0 7 1 600 - 0 600\n')).toThrow(expect.objectContaining({ reason: 'too_large' }));
    expect(fail('x'.repeat(70_000))).toThrow(expect.objectContaining({ reason: 'protocol' }));
  });
});
