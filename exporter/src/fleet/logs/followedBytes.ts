import type { LogLine } from '../../../../contract/logs.ts';
import { cursorMark } from './journalPrograms.ts';
import { createRecordReader, type FollowRecord } from './followRecords.ts';
import type { LogServer, ReadableSource, SourceParser } from './sourceReader.ts';

/** How far a source was read: everything before was handed on. `path` is the cursor where a journal is followed. */
export interface Position {
  path: string;
  inode: number;
  offset: number;
  /** The last bytes before it, in hex: a file that was copied and truncated meanwhile has others there. Not always known. */
  mark?: string | undefined;
}

const markBytes = 64;

/** Where followers go on: `inode offset:mark path` a line. */
export const positionLines = (positions: readonly Position[]): string => positions.map(({ inode, offset, mark = '', path }) => `${inode} ${offset}:${mark} ${path}`).join('\n');

/** All of them go to a follower as one value of its environment, of which Linux takes 128 KiB (execve(2), MAX_ARG_STRLEN). */
const mostPositionBytes = 120 << 10;

/** Where a source of files stands after some of them moved on. Those that did not for the longest time are forgotten when they are too many. */
export function moved(before: readonly Position[], news: readonly Position[]): Position[] {
  const told = new Set(news.map(({ path }) => path));
  const after = [...before.filter(({ path }) => !told.has(path)), ...news];
  let bytes = 0;
  return after.slice(after.findLastIndex(({ path }) => (bytes += Buffer.byteLength(path) + 36 + 2 * markBytes) > mostPositionBytes) + 1);
}

export interface FollowNews {
  lines: LogLine[];
  /** Where to go on after these lines; the journal's cursor stands in `path` of the one position it has. */
  positions: Position[];
  states: Array<Omit<Extract<FollowRecord, { type: 'state' }>, 'type'>>;
}

/** Collects what a follower prints until it is taken. */
export interface FollowedBytes {
  push(chunk: Buffer): void;
  /** An unfinished multi-line entry is whole: nothing followed it for a while. */
  settle(): unknown;
  /** What came since it was taken last; undefined when nothing did. */
  take(): FollowNews | undefined;
}

const nothing = (): FollowNews => ({ lines: [], positions: [], states: [] });
const isSomething = ({ lines, positions, states }: FollowNews): boolean => lines.length > 0 || positions.length > 0 || states.length > 0;

/** Files: every piece of bytes comes with its file and place. */
function fileBytes(parser: SourceParser, server: LogServer): FollowedBytes {
  const open = new Map<string, { rest: Buffer; inode: number; at: number; last: Buffer }>();
  let news = nothing();
  const place = ({ path, inode, at, rest, last }: { path: string; inode: number; at: number; rest: Buffer; last: Buffer }) => {
    open.set(path, { rest, inode, at, last });
    const position: Position = { path, inode, offset: at - rest.length, ...(last.length === 0 ? {} : { mark: last.toString('hex') }) };
    news.positions = [...news.positions.filter((one) => one.path !== path), position];
  };
  const bytes = ({ path, inode, offset, consumed, data }: Extract<FollowRecord, { type: 'bytes' }>) => {
    const before = open.get(path);
    // The copy of a file goes on where the file stood: its inode is another, its place is not.
    const goesOn = before !== undefined && before.at === offset;
    if (before !== undefined && !goesOn && before.rest.length > 0) {
      // The file ended without a line end before another took its place.
      news.lines.push(...parser.lines(before.rest, server, path, true).lines);
    }
    const whole = goesOn && before.rest.length > 0 ? Buffer.concat([before.rest, data]) : data;
    const { lines, rest } = parser.lines(whole, server, path, false);
    news.lines.push(...lines);
    // What a shell left out (NUL bytes) is missing in a mark, too.
    const known = goesOn && consumed === data.length ? before.last : Buffer.alloc(0);
    const last = consumed === data.length ? Buffer.concat([known, whole.subarray(0, whole.length - rest.length)]).subarray(-markBytes) : known;
    place({ path, inode, at: offset + consumed, rest, last });
  };
  return {
    push: createRecordReader((record) => {
      if (record.type === 'bytes') {
        bytes(record);
      } else if (record.type === 'place') {
        place({ path: record.path, inode: record.inode, at: record.offset, rest: Buffer.alloc(0), last: Buffer.from(record.mark, 'hex') });
      } else {
        news.states.push(record);
      }
    }),
    settle() {
      for (const [path, { rest, inode, at, last }] of open) {
        if (rest.at(-1) === 0x0a) {
          news.lines.push(...parser.lines(rest, server, path, true).lines);
          place({ path, inode, at, rest: Buffer.alloc(0), last: Buffer.concat([last, rest]).subarray(-markBytes) });
        }
      }
    },
    take() {
      const taken = news;
      news = nothing();
      return isSomething(taken) ? taken : undefined;
    },
  };
}

const atCursor = (cursor: string): Position[] => (cursor === '' ? [] : [{ path: cursor, inode: 0, offset: 0 }]);

/** The journal: the first line tells the cursor it begins behind, then each entry its own; the last whole one is the position. */
function journalBytes(parser: SourceParser, server: LogServer): FollowedBytes {
  const lines = commandBytes(parser, server, (text) => {
    // Inside of a value the quotes would be escaped, so this is the field itself; journald puts fields in any order.
    const cursor = text.match(/"__CURSOR":"[^"]+"/g)?.at(-1)?.slice(12, -1);
    return cursor === undefined ? [] : atCursor(cursor);
  });
  let begin = '';
  let start: Position[] = [];
  /** Lines that are looked at one by one: where it begins, then the entry at that place, which was handed on before. */
  const first: Array<(line: string, whole: Buffer) => void> = [
    (line) => {
      begin = line.slice(cursorMark.length);
      start = atCursor(begin);
    },
    (line, whole) => void (line.includes(`"__CURSOR":"${begin}"`) || lines.push(whole)),
  ];
  let held: Buffer = Buffer.alloc(0);
  return {
    ...lines,
    push(chunk) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (let end = held.indexOf(0x0a); first.length > 0 && end >= 0; end = held.indexOf(0x0a)) {
        first.shift()?.(held.toString('utf8', 0, end), held.subarray(0, end + 1));
        held = held.subarray(end + 1);
      }
      if (first.length === 0 && held.length > 0) {
        lines.push(held);
        held = Buffer.alloc(0);
      }
    },
    take() {
      const news = lines.take() ?? nothing();
      const taken = { ...news, positions: news.positions.length > 0 ? news.positions : start };
      start = [];
      return isSomething(taken) ? taken : undefined;
    },
  };
}

/** Nothing but lines, from the start each time. */
function commandBytes(parser: SourceParser, server: LogServer, positionsIn: (text: string) => Position[] = () => []): FollowedBytes {
  let rest: Buffer = Buffer.alloc(0);
  let news = nothing();
  const read = (last: boolean) => {
    const held = rest;
    const parsed = parser.lines(held, server, null, last);
    rest = parsed.rest;
    news.lines.push(...parsed.lines);
    const positions = positionsIn(held.toString('utf8', 0, held.length - rest.length));
    news.positions = positions.length > 0 ? positions : news.positions;
  };
  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      read(false);
    },
    settle: () => rest.at(-1) === 0x0a && read(true),
    take() {
      const taken = news;
      news = nothing();
      return isSomething(taken) ? taken : undefined;
    },
  };
}

/** The bytes of a follower, by what it follows. */
export function followedBytes(source: ReadableSource, parser: SourceParser, server: LogServer): FollowedBytes {
  switch (source.definition.type) {
    case 'file':
      return fileBytes(parser, server);
    case 'journald':
      return journalBytes(parser, server);
    case 'command':
      return commandBytes(parser, server);
  }
}
