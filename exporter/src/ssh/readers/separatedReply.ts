import { SshFailure, type ReadResult } from '../session.ts';
import type { ReplyParser } from './program.ts';

/** cat's words for a file it could not open or read to its end; the program's name is the same in every language. */
const complaint = /(?:^|\n)cat: [^\n]*\n$/;

/** Files in cat's output, between separators. One that can not be read shows cat's complaint instead. */
export function splitFiles(text: string, files: readonly string[], separator: string): Map<string, string> {
  const pieces = text.split(separator);
  if (pieces.shift() !== '' || pieces.pop() !== '' || pieces.length !== files.length) {
    throw new SshFailure('protocol', `a reply of ${pieces.length} files came, ${files.length} were asked for`);
  }
  return new Map(
    files
      .map((file, index): [string, string] => [file, pieces[index] as string])
      .filter(([, content]) => !complaint.test(content))
  );
}

/** Parses `NONCE ID\n`, the files, and `NONCE.\n` on a line of its own. */
export function separatedReply(
  nonce: string,
  id: number,
  files: readonly string[],
  separator: string,
  withSeparatorFile: string | undefined,
  cap: number
): ReplyParser {
  const begin = `${nonce} ${id}\n`;
  const end = Buffer.from(`\n${nonce}.\n`);
  const chunks: Buffer[] = [];
  let received = 0;
  let tail = Buffer.alloc(0);

  return {
    feed(chunk): ReadResult | undefined {
      chunks.push(chunk);
      received += chunk.length;
      if (received > cap + files.length * separator.length + 64 * 1024) {
        throw new SshFailure('too_large', `the reply has more than ${cap} bytes`);
      }
      // The end mark may lie across two chunks.
      const seam = Buffer.concat([tail, chunk]);
      tail = Buffer.from(seam.subarray(Math.max(0, seam.length - end.length)));
      if (!seam.includes(end)) {
        return undefined;
      }
      const bytes = Buffer.concat(chunks);
      const start = bytes.indexOf(begin);
      if (start < 0) {
        throw new SshFailure('protocol', 'a reply ends that never began');
      }
      // The newline in front of the end mark is the separator's own, which the shell had dropped.
      const text = bytes.toString('utf8', start + begin.length, bytes.indexOf(end, start) + 1);
      const found = splitFiles(text, files, separator);
      if (withSeparatorFile !== undefined) {
        found.set(withSeparatorFile, separator);
      }
      return { time: undefined, files: found, links: new Map() };
    },
  };
}
