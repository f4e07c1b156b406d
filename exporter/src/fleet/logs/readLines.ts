import type { LogLine } from '../../../../contract/logs.ts';
import type { LogLevel } from '../../../../contract/logSource.ts';
import type { Session } from '../../ssh/session.ts';
import type { Pattern } from '../pattern.ts';
import { maxReadBytes, needleOf, remoteRead, stateMessage, type ReadPiece, type ReadRequest } from './remoteRead.ts';
import { createSourceParser, type LogServer, type ReadableSource } from './sourceReader.ts';

/** What is wanted of one source on one server. */
export interface LinesWanted {
  /** Newest this many. */
  lines: number;
  from?: number | undefined;
  to?: number | undefined;
  filter?: Pattern | undefined;
  levels?: readonly LogLevel[] | undefined;
  rotated: boolean;
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
const bytesPerLine = 256;

/** A multi-line entry keeps the time of its first line; lines without any take the time of the one before. */
const timeOf = (line: LogLine): number | undefined => (line.time === null ? undefined : Date.parse(line.time));

function inWindow(lines: readonly LogLine[], { from, to }: LinesWanted): LogLine[] {
  let last: number | undefined;
  return lines.filter((line) => {
    last = timeOf(line) ?? last;
    return last === undefined ? from === undefined : (from === undefined || last >= from) && (to === undefined || last <= to);
  });
}

function linesOf(pieces: readonly ReadPiece[], source: ReadableSource, server: LogServer, bytes: number, now: () => number): LogLine[] {
  const parser = createSourceParser(source, now);
  // Siblings come newest first after their file, so the oldest is read first when turned round.
  return [...pieces].reverse().flatMap((piece) => {
    if (piece.state !== 'ok') {
      return [];
    }
    // A piece that begins in the middle of a file begins in the middle of a line.
    const cut = piece.path !== null && piece.data.length >= bytes ? piece.data.subarray(piece.data.indexOf(0x0a) + 1) : piece.data;
    return parser.lines(cut, server, piece.path, true).lines;
  });
}

/**
 * Reads the newest lines of a source on a server, from the end and in growing steps, so a file of any size costs what its end costs.
 * Rejects with SshFailure when the server can not be asked.
 */
export async function readLines(session: Session, source: ReadableSource, server: LogServer, wanted: LinesWanted, signal: AbortSignal, now: () => number): Promise<LinesRead> {
  const needle = source.definition.multiline === null ? needleOf(wanted.filter?.source) : undefined;
  const cap = Math.min(wanted.maxBytes, maxReadBytes);
  let bytes = needle === undefined ? Math.min(cap, Math.max(firstBytes, wanted.lines * bytesPerLine)) : cap;
  let bytesRead = 0;
  for (;;) {
    const request: ReadRequest = { bytes, lines: Math.ceil(bytes / bytesPerLine), since: wanted.from, until: wanted.to, rotated: wanted.rotated, needle };
    const { pieces, problem, truncated } = await remoteRead(session, source.definition, request, signal);
    bytesRead += pieces.reduce((sum, piece) => sum + piece.data.length, 0);
    const all = linesOf(pieces, source, server, needle === undefined ? bytes : Infinity, now);
    const { filter, levels } = wanted;
    const found = inWindow(all, wanted).filter((line) => (filter === undefined || filter.test(line.text)) && (levels === undefined || levels.includes(line.level)));
    const oldest = all.map(timeOf).find((time) => time !== undefined);
    const reachedStart = !truncated && pieces.every((piece) => piece.path === null || piece.data.length < bytes || piece.size <= bytes);
    const enough = wanted.from === undefined ? found.length >= wanted.lines : oldest !== undefined && oldest < wanted.from;
    if (enough || reachedStart || bytes >= cap) {
      const states = pieces.filter((piece) => piece.state !== 'ok' && (pieces.length === 1 || piece.state !== 'directory'));
      const problems = states.map((piece) => ({ code: piece.state, message: problem ?? `${piece.path}: ${stateMessage[piece.state]}` }));
      return { lines: found.slice(-wanted.lines), problems, bytesRead, complete: enough || reachedStart };
    }
    bytes = Math.min(cap, bytes * 4);
  }
}
