import type { FileState } from './fileState.ts';

/** What a follower program prints. */
export type FollowRecord =
  | { type: 'bytes'; inode: number; offset: number; consumed: number; path: string; data: Buffer }
  /** Where a file begins, and in hex the bytes before. */
  | { type: 'place'; inode: number; offset: number; mark: string; path: string }
  | { type: 'state'; state: FileState; path: string };

const maxHead = 8192;

/** A record that is a line alone. */
function wordOf(head: string): FollowRecord {
  const place = /^P (\d+) (\d+):([0-9a-f]*) (.*)$/.exec(head);
  if (place !== null) {
    return { type: 'place', inode: Number(place[1]), offset: Number(place[2]), mark: place[3] as string, path: place[4] as string };
  }
  const state = /^S (ok|missing|unreadable|directory) (.*)$/.exec(head);
  if (state === null) {
    throw new Error('the follower printed something else than records');
  }
  return { type: 'state', state: state[1] as FileState, path: state[2] as string };
}

/** Cuts the stream of a follower into records; pieces may be split anywhere. Throws on what is no record. */
export function createRecordReader(onRecord: (record: FollowRecord) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    let at = 0;
    for (;;) {
      const end = held.indexOf(0x0a, at);
      if (end < 0) {
        if (held.length - at > maxHead) {
          throw new Error('the follower printed something else than records');
        }
        break;
      }
      const head = held.toString('utf8', at, end);
      const bytes = /^B (\d+) (\d+) (\d+) (\d+) (.*)$/.exec(head);
      if (bytes === null) {
        onRecord(wordOf(head));
        at = end + 1;
        continue;
      }
      const length = Number(bytes[4]);
      if (held.length < end + 1 + length) {
        break;
      }
      onRecord({ type: 'bytes', inode: Number(bytes[1]), offset: Number(bytes[2]), consumed: Number(bytes[3]), path: bytes[5] as string, data: Buffer.from(held.subarray(end + 1, end + 1 + length)) });
      at = end + 1 + length;
    }
    held = held.subarray(at);
  };
}
