import type { LogLine } from '../../../../contract/logs.ts';
import type { LogLevel } from '../../../../contract/logSource.ts';
import type { Session } from '../../ssh/session.ts';
import { breathe } from '../history/breathe.ts';
import type { Pattern } from '../pattern.ts';
import type { Position } from './followedBytes.ts';
import { maxReadBytes, needleOf, remoteRead, type ReadPiece, type ReadRequest } from './remoteRead.ts';
import { createSourceParser, type LogServer, type ReadableSource, type SourceParser } from './sourceReader.ts';

/** What is wanted of one source on one server. */
export interface LinesWanted {
  /** Newest this many. */
  lines: number;
  from?: number | undefined;
  to?: number | undefined;
  filter?: Pattern | undefined;
  levels?: readonly LogLevel[] | undefined;
  rotated: boolean;
  /** Where a tail stands: what comes behind is its to tell. */
  ends?: readonly Position[] | undefined;
  /** Where reading stops however little was found. */
  maxBytes: number;
}

export interface LinesRead {
  /** Oldest first. */
  lines: LogLine[];
  problems: Array<{ code: string; message: string }>;
  bytesRead: number;
  /** false: there may be more, beyond the bounds. */
  complete: boolean;
}

const firstBytes = 128 << 10;
/** An entry of the journal comes as JSON with its fields. */
const bytesPerLine = { file: 256, journald: 512, command: 256 } as const;

/** gzip makes text at most this much smaller: zlib's technical notes. */
const mostGzipped = 1032;

/** The piece holds its file, or what was asked of the journal, from the start on. */
function isWhole(piece: ReadPiece, request: ReadRequest): boolean {
  if (piece.path === null) {
    return piece.data.length < request.bytes && piece.data.toString('latin1').split('\n').length <= request.lines;
  }
  const most = piece.path.endsWith('.gz') ? piece.size * mostGzipped : piece.size;
  // What a needle let through says nothing about what was looked at.
  return most <= request.bytes || (request.needle === undefined && piece.data.length < request.bytes);
}

/** Bytes parsed at once; then whatever else is due has its turn. */
const sliceBytes = 16 << 10;

/** The lines of a piece, a few at a time. */
async function* slices(piece: ReadPiece, data: Buffer, parser: SourceParser, server: LogServer): AsyncGenerator<LogLine[]> {
  let size = sliceBytes;
  for (let at = 0; at < data.length; ) {
    const last = at + size >= data.length;
    const { lines, rest } = parser.lines(data.subarray(at, at + size), server, piece.path, last);
    const taken = Math.min(size, data.length - at) - rest.length;
    // An entry that is longer is looked for in twice as much.
    [at, size] = last ? [data.length, size] : taken === 0 ? [at, size * 2] : [at + taken, sliceBytes];
    yield lines;
    await breathe();
  }
}

/** What was wanted of the lines that were read, and what tells whether they go back far enough. */
interface Found {
  lines: LogLine[];
  /** The first time that any line told. */
  oldest: number | undefined;
  /** A line told none. */
  untimed: boolean;
}

async function linesOf(pieces: readonly ReadPiece[], source: ReadableSource, server: LogServer, request: ReadRequest, wanted: LinesWanted, signal: AbortSignal, now: () => number): Promise<Found> {
  const { from, to, filter, levels } = wanted;
  const parser = createSourceParser(source, now);
  const found: Found = { lines: [], oldest: undefined, untimed: false };
  /** Lines without a time take that of the one before. */
  let last: number | undefined;
  const fits = (line: LogLine): boolean => {
    last = line.time === null ? last : Date.parse(line.time);
    found.oldest ??= last;
    found.untimed ||= line.time === null;
    const inWindow = last === undefined ? from === undefined : (from === undefined || last >= from) && (to === undefined || last <= to);
    return inWindow && (levels === undefined || levels.includes(line.level)) && (filter === undefined || filter.test(line.text));
  };
  // Siblings come newest first after their file, so the oldest is read first when turned round.
  for (const piece of [...pieces].reverse()) {
    // A piece that begins in the middle of a file begins in the middle of a line.
    const cut = piece.data.length >= request.bytes && !isWhole(piece, request) ? piece.data.subarray(piece.data.indexOf(0x0a) + 1) : piece.data;
    for await (const lines of slices(piece, cut, parser, server)) {
      found.lines.push(...lines.filter(fits));
      if (signal.aborted) {
        return found;
      }
    }
  }
  return found;
}

/**
 * Reads the newest lines of a source on a server, from the end and in growing steps, so a file of any size costs what its end costs.
 * Rejects with SshFailure when the server can not be asked.
 */
export async function readLines(session: Session, source: ReadableSource, server: LogServer, wanted: LinesWanted, signal: AbortSignal, now: () => number): Promise<LinesRead> {
  let needle = source.definition.multiline === null && source.definition.type === 'file' ? needleOf(wanted.filter?.source) : undefined;
  const cap = Math.min(wanted.maxBytes, maxReadBytes);
  /** A command is not run again for more of its output: all of it is there. */
  const once = source.definition.type === 'command';
  const perLine = bytesPerLine[source.definition.type];
  let bytes = once ? cap : needle === undefined ? Math.min(cap, Math.max(firstBytes, wanted.lines * perLine)) : cap;
  let bytesRead = 0;
  for (;;) {
    const request: ReadRequest = { bytes, lines: Math.ceil(bytes / perLine), since: wanted.from, until: wanted.to, rotated: wanted.rotated, needle, ends: wanted.ends };
    const { pieces, truncated } = await remoteRead(session, source.definition, request, signal);
    bytesRead += pieces.reduce((sum, piece) => sum + piece.data.length, 0);
    const { lines: found, oldest, untimed } = await linesOf(pieces, source, server, request, wanted, signal, now);
    if (needle !== undefined && (wanted.from !== undefined || wanted.to !== undefined) && untimed) {
      // A line without a time has that of the one before, which the server left out.
      needle = undefined;
      bytes = Math.min(cap, firstBytes);
      continue;
    }
    const reachedStart = !truncated && !signal.aborted && (once || pieces.every((piece) => isWhole(piece, request)));
    const enough = wanted.from === undefined ? found.length >= wanted.lines : oldest !== undefined && oldest < wanted.from;
    if (enough || reachedStart || bytes >= cap || once || signal.aborted) {
      const states = pieces.filter((piece) => piece.state !== 'ok' && (pieces.length === 1 || piece.state !== 'directory'));
      const problems = states.map((piece) => ({ code: piece.state, message: piece.message ?? '' }));
      return { lines: found.slice(-wanted.lines), problems, bytesRead, complete: enough || reachedStart };
    }
    bytes = Math.min(cap, bytes * 4);
  }
}
