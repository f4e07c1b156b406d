import { SshFailure, type ReadResult } from '../session.ts';
import type { ReplyParser } from './program.ts';

/** What a login shell may say in front of a reply (a background job of .bashrc) is skipped, up to here. */
const mostNoise = 64 * 1024;

/** Most replies come in one piece, which need not be copied. */
const joined = (chunks: readonly Buffer[]): Buffer => (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));

const [spaceSign, minusSign, zeroSign] = [...Buffer.from(' -0')] as [number, number, number];
/** A number past this is none that a reply could have, and adding to it would lose digits. */
const longest = 2 ** 40;

/**
 * The words ` LENGTH` from here on, -1 for `-`; undefined if one is something else. Read as bytes: a reply has hundreds of them, and
 * made into strings first, they were a tenth of all the garbage of a poll.
 */
function lengthsIn(header: Buffer, from: number): number[] | undefined {
  const lengths: number[] = [];
  let at = from;
  while (at < header.length) {
    // The space.
    at += 1;
    if (header[at] === minusSign) {
      lengths.push(-1);
      at += 1;
    } else {
      const begun = at;
      let length = 0;
      for (let digit = digitAt(header, at); digit !== undefined && length < longest; digit = digitAt(header, at)) {
        length = 10 * length + digit;
        at += 1;
      }
      if (at === begun) {
        return undefined;
      }
      lengths.push(length);
    }
    if (at < header.length && header[at] !== spaceSign) {
      return undefined;
    }
  }
  return lengths;
}

function digitAt(bytes: Buffer, at: number): number | undefined {
  const digit = (bytes[at] ?? 0) - zeroSign;
  return digit >= 0 && digit <= 9 ? digit : undefined;
}

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
      body = bodyOf(bytes.subarray(start + begin.length, stop));
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

  const bodyOf = (header: Buffer): typeof body => {
    const space = header.indexOf(spaceSign);
    const timeEnd = space < 0 ? header.length : space;
    const lengths = lengthsIn(header, timeEnd);
    if (lengths?.length !== files.length + links.length) {
      throw new SshFailure(
        'protocol',
        lengths === undefined
          ? 'a reply came with lengths that are no numbers'
          : `a reply of ${lengths.length} files came, ${files.length + links.length} were asked for`
      );
    }
    const size = lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
    if (size > cap) {
      throw new SshFailure('too_large', `the reply has ${size} bytes, the cap is ${cap}`);
    }
    const seconds = Number(header.toString('latin1', 0, timeEnd));
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
