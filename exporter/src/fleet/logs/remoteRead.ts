import { randomBytes } from 'node:crypto';
import type { LogSourceInput } from '../../../../contract/logSource.ts';
import { launch } from '../../ssh/launch.ts';
import { SshFailure, type Session } from '../../ssh/session.ts';
import { stateMessage, type FileState } from './fileState.ts';
import type { Position } from './followedBytes.ts';
import { journalProblem, journalReader } from './journalPrograms.ts';

/** What one request to a server asks for: the end of a source. */
export interface ReadRequest {
  /** Bytes from the end of each file, decompressed. */
  bytes: number;
  /** Entries from the end, for the journal. */
  lines: number;
  /** Only the journal can use these before it sends anything. */
  since?: number | undefined;
  until?: number | undefined;
  /** Rotated siblings too, when a file is shorter than `bytes`. */
  rotated: boolean;
  /** A fixed text every line of interest contains: the server then sends only those. */
  needle?: string | undefined;
  /** Where files are to be taken for ended, though they may have grown meanwhile. */
  ends?: readonly Position[] | undefined;
}

/** One file, or the output of the journal or a command (path null). */
export interface ReadPiece {
  path: string | null;
  state: FileState;
  /** What to do about it; null where all is well. */
  message: string | null;
  inode: number;
  size: number;
  data: Buffer;
}

/**
 * Everything below is constant; what a person chose comes in as environment (SW_…), which a shell never parses as code.
 * `$SW_PATH` stands unquoted so that globs in it expand; IFS is empty, so it is not split at spaces.
 * Each piece is `MARK state inode size path`, its bytes, and a line `MARK end`.
 * grep takes what has a NUL byte in it for binary and shows none of its lines, unless `-a` is given (busybox knows the option, too).
 */
const fileScript = `
IFS=
piece() {
  if [ -n "$SW_NEEDLE" ]; then tail -c "$SW_BYTES" | grep -a -F -e "$SW_NEEDLE"; else tail -c "$SW_BYTES"; fi
}
# end_of INODE PATH: where this file is to end, or nothing.
end_of() {
  printf '%s\\n' "$SW_ENDS" | while read -r inode end path; do
    [ "$inode" = "$1" ] && [ "$path" = "$2" ] && echo "$end"
  done
}
facts() { stat -L -c '%i %s' "$1" 2>/dev/null || echo '0 0'; }
one() {
  if [ -d "$1" ]; then printf '%s directory 0 0 %s\\n' "$SW_MARK" "$1"
  elif [ ! -e "$1" ]; then printf '%s missing 0 0 %s\\n' "$SW_MARK" "$1"
  elif [ ! -r "$1" ]; then printf '%s unreadable 0 0 %s\\n' "$SW_MARK" "$1"
  else
    now=$(facts "$1")
    end=
    [ -n "$SW_ENDS" ] && end=$(IFS=' '; end_of "\${now%% *}" "$1")
    printf '%s ok %s %s %s\\n' "$SW_MARK" "\${now%% *}" "\${end:-\${now##* }}" "$1"
    if [ -n "$end" ]; then
      from=$((end - SW_BYTES)); [ "$from" -gt 0 ] || from=0
      tail -c +$((from + 1)) "$1" | head -c $((end - from)) | piece
    else case $1 in
      *.gz) gzip -dc "$1" 2>/dev/null | piece ;;
      *) if [ -n "$SW_NEEDLE" ]; then piece < "$1"; else tail -c "$SW_BYTES" "$1"; fi ;;
    esac fi
  fi
  printf '\\n%s end\\n' "$SW_MARK"
}
# Whether the glob finds the file that this one was rotated from: it comes as its sibling.
of_another() {
  for base in "\${1%.[0-9]*}" "\${1%-[0-9][0-9][0-9][0-9]*}" "\${1%.old}"; do
    [ "$base" = "$1" ] && continue
    case $base in $SW_PATH) [ -f "$base" ] && return 0 ;; esac
  done
  return 1
}
for file in $SW_PATH; do
  [ -n "$SW_ROTATED" ] && of_another "$file" && continue
  one "$file"
  if [ -n "$SW_ROTATED" ] && [ -f "$file" ]; then
    left=$SW_SIBLINGS
    ls -1t "$file".[0-9]* "$file"-[0-9][0-9][0-9][0-9]* "$file".old 2>/dev/null | while read -r sibling; do
      [ "$left" -gt 0 ] || break
      left=$((left - 1))
      [ -f "$sibling" ] && one "$sibling"
    done
  fi
done
exit 0
`;

const timeoutMs = 30_000;
const siblings = 5;
/** The most one request may bring. */
export const maxReadBytes = 32 << 20;

async function run(session: Session, script: string, values: Record<string, string>, signal: AbortSignal): Promise<{ stdout: Buffer; stderr: string; exitCode: number | null; truncated: boolean }> {
  const start = launch({ interpreter: 'sh', script, values, sudo: 'none' });
  const result = await session.exec(start.command, { stdin: start.stdin, timeoutMs, maxBytes: maxReadBytes + 65_536, signal });
  const head = result.stdout.indexOf(`${start.nonce} `);
  const from = head < 0 ? -1 : result.stdout.indexOf(0x0a, head);
  if (from < 0) {
    throw new SshFailure('shell', result.stderr.toString('utf8').slice(0, 500) || 'the shell there printed nothing');
  }
  return { stdout: result.stdout.subarray(from + 1), stderr: result.stderr.toString('utf8'), exitCode: result.exitCode, truncated: result.truncated };
}

/** Cuts the reply into pieces. */
export function readPieces(reply: Buffer, mark: string): ReadPiece[] {
  const pieces: ReadPiece[] = [];
  const end = Buffer.from(`\n${mark} end\n`);
  let at = reply.indexOf(`${mark} `);
  while (at >= 0) {
    const headEnd = reply.indexOf(0x0a, at);
    const head = /^\S+ (\w+) (\d+) (\d+) (.*)$/.exec(reply.toString('utf8', at, headEnd));
    const dataEnd = reply.indexOf(end, headEnd);
    if (head === null || headEnd < 0) {
      break;
    }
    const [, state, inode, size, path] = head as unknown as [string, FileState, string, string, string];
    pieces.push({ path, state, message: state === 'ok' ? null : `${path}: ${stateMessage[state]}`, inode: Number(inode), size: Number(size), data: reply.subarray(headEnd + 1, dataEnd < 0 ? reply.length : Math.max(headEnd + 1, dataEnd)) });
    at = dataEnd < 0 ? -1 : reply.indexOf(`${mark} `, dataEnd + end.length);
  }
  return pieces;
}

/** The piece of a source that is no file: all it printed. */
const printed = (data: Buffer, problem: { state: FileState; message: string } | undefined): ReadPiece => ({ path: null, state: 'ok', message: null, ...problem, inode: 0, size: data.length, data });

async function readFiles(session: Session, source: LogSourceInput, request: ReadRequest, signal: AbortSignal): Promise<RemoteReply> {
  const mark = randomBytes(12).toString('hex');
  const values = { SW_PATH: source.path ?? '', SW_BYTES: String(request.bytes), SW_NEEDLE: request.needle ?? '', SW_ROTATED: request.rotated ? '1' : '', SW_SIBLINGS: String(siblings), SW_MARK: mark, SW_ENDS: (request.ends ?? []).map(({ inode, offset, path }) => `${inode} ${offset} ${path}`).join('\n') };
  const { stdout, truncated } = await run(session, fileScript, values, signal);
  return { pieces: readPieces(stdout, mark), truncated };
}

async function readJournal(session: Session, source: LogSourceInput, request: ReadRequest, signal: AbortSignal): Promise<RemoteReply> {
  const seconds = (ms: number | undefined) => (ms === undefined ? '' : String(ms / 1000));
  const values = { SW_LINES: String(request.lines), SW_BYTES: String(request.bytes), SW_UNIT: source.unit ?? '', SW_PRIORITY: source.priority ?? '', SW_SINCE: seconds(request.since), SW_UNTIL: seconds(request.until) };
  const { stdout, stderr, truncated } = await run(session, journalReader, values, signal);
  return { pieces: [printed(stdout, journalProblem(stderr))], truncated };
}

async function readCommand(session: Session, source: LogSourceInput, signal: AbortSignal): Promise<RemoteReply> {
  const { stdout, stderr, exitCode, truncated } = await run(session, source.command ?? '', {}, signal);
  const failed = exitCode !== 0 && stdout.length === 0;
  return { pieces: [printed(stdout, failed ? { state: 'unreadable', message: `exit code ${exitCode}: ${stderr.trim().slice(0, 500)}` } : undefined)], truncated };
}

export interface RemoteReply {
  pieces: ReadPiece[];
  /** There was more than the most one request may bring. */
  truncated: boolean;
}

/** Reads the end of a source on a server. Rejects with SshFailure when the server can not be asked. */
export function remoteRead(session: Session, source: LogSourceInput, request: ReadRequest, signal: AbortSignal): Promise<RemoteReply> {
  switch (source.type) {
    case 'file':
      return readFiles(session, source, request, signal);
    case 'journald':
      return readJournal(session, source, request, signal);
    case 'command':
      return readCommand(session, source, signal);
  }
}

/** A regular expression that is only fixed text can be searched for on the server; RE2 and grep agree on that. */
export const needleOf = (filter: string | undefined): string | undefined => (filter !== undefined && filter !== '' && /^[\w \-/:=,;@#%&"'<>~!]+$/.test(filter) ? filter : undefined);
