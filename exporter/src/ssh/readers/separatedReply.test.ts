import { describe, expect, it } from '@jest/globals';
import { separatedReply, splitFiles } from './separatedReply.ts';

const mark = '6c8a4d7e-0000-4000-8000-123456789abc\n';
const text =
  `n0 3\n${mark}one\n${mark}cat: /b: No such file or directory\n${mark}${mark}no newline${mark}\nn0.\n`.replace(
    `${mark}\nn0.`,
    `${mark.trim()}\nn0.`
  );
const files = ['/a', '/b', '/c', '/d'];

describe('separatedReply', () => {
  it('takes files apart; one that cat complains of is absent', () => {
    const result = separatedReply('n0', 3, files, mark, undefined, 1000).feed(Buffer.from(`noise ${text}`));
    expect([...(result?.files ?? [])]).toEqual([
      ['/a', 'one\n'],
      ['/c', ''],
      ['/d', 'no newline'],
    ]);
  });

  it('finds its end wherever chunks are split', () => {
    for (let at = 1; at < text.length; at += 1) {
      const parser = separatedReply('n0', 3, files, mark, undefined, 1000);
      expect(parser.feed(Buffer.from(text.slice(0, at)))).toBeUndefined();
      expect(parser.feed(Buffer.from(text.slice(at)))?.files.size).toBe(3);
    }
  });

  it('refuses a wrong number of files and a reply above the cap', () => {
    expect(() => splitFiles(`${mark}a${mark}`, ['/a', '/b'], mark)).toThrow(
      expect.objectContaining({ reason: 'protocol' })
    );
    const parser = separatedReply('n0', 3, files, mark, undefined, 1000);
    expect(() => parser.feed(Buffer.alloc(80_000))).toThrow(expect.objectContaining({ reason: 'too_large' }));
  });
});
