import { SshFailure, type ReadResult } from '../session.ts';
import type { ReplyParser } from './program.ts';

/** What a login shell may say in front of a reply (a background job of .bashrc) is skipped, up to here. */
const mostNoise = 64 * 1024;

/** Most replies come in one piece, which need not be copied. */
const joined = (chunks: readonly Buffer[]): Buffer => (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));

/**
 * Parses `NONCE ID TIME LENGTH…\n`, the contents one after the other, and `NONCE.\n`. A length of `-` is an absent file.
 * The nonce is random per session, so no file's content can pass for a mark; the last one proves that the lengths are right.
 */
export function lengthReply(
  nonce: string,
  id: number,
  files: readonly string[],
  links: readonly string[],
  cap: number
): ReplyParser {
  const begin = Buffer.from(`${nonce} ${id} `);
  const end = Buffer.from(`${nonce}.\n`);
  let chunks: Buffer[] = [];
  let received = 0;
  let body: { time: number | undefined; lengths: number[]; size: number } | undefined;

  const findHeader = (): void => {
    const bytes = joined(chunks);
    const start = bytes.indexOf(begin);
    const stop = start < 0 ? -1 : bytes.indexOf(10, start);
    if (stop >= 0) {
      const [time = '-', ...lengths] = bytes.toString('latin1', start + begin.length, stop).split(' ');
      body = bodyOf(time, lengths);
      chunks = [bytes.subarray(stop + 1)];
    } else if (start < 0) {
      if (received > mostNoise) {
        throw new SshFailure('protocol', `${received} bytes came that are no reply`);
      }
      chunks = [bytes.subarray(Math.max(0, bytes.length - begin.length))];
    } else {
      chunks = [bytes.subarray(start)];
    }
  };

  const bodyOf = (time: string, words: readonly string[]): typeof body => {
    const lengths = words.map((word) => (word === '-' ? -1 : Number(word)));
    if (lengths.length !== files.length + links.length || lengths.some((length) => !Number.isInteger(length))) {
      throw new SshFailure(
        'protocol',
        `a reply of ${lengths.length} files came, ${files.length + links.length} were asked for`
      );
    }
    const size = lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
    if (size > cap) {
      throw new SshFailure('too_large', `the reply has ${size} bytes, the cap is ${cap}`);
    }
    const seconds = Number(time);
    return { time: Number.isFinite(seconds) && seconds > 0 ? seconds : undefined, lengths, size };
  };

  const resultOf = (bytes: Buffer, { time, lengths, size }: NonNullable<typeof body>): ReadResult => {
    if (!bytes.subarray(size, size + end.length).equals(end)) {
      throw new SshFailure('protocol', 'a reply is not as long as it says');
    }
    const result = { time, files: new Map<string, string>(), links: new Map<string, string>() };
    let at = 0;
    lengths.forEach((length, index) => {
      if (length >= 0) {
        const text = bytes.toString('utf8', at, at + length);
        const file = files[index];
        if (file === undefined) {
          result.links.set(links[index - files.length] as string, text);
        } else {
          result.files.set(file, text);
        }
        at += length;
      }
    });
    return result;
  };

  return {
    feed(chunk) {
      chunks.push(chunk);
      received += chunk.length;
      if (body === undefined) {
        findHeader();
      }
      if (body === undefined) {
        return undefined;
      }
      const held = chunks.reduce((sum, one) => sum + one.length, 0);
      if (held < body.size + end.length) {
        return undefined;
      }
      return resultOf(joined(chunks), body);
    },
  };
}
