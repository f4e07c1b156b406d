import type { LogAnalysis, LogLine, LogLines } from '../../../../contract/logs.ts';
import type { LogLevel } from '../../../../contract/logSource.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { SshFailure, type Session } from '../../ssh/session.ts';
import type { LogSourceRecord } from '../../store/logSources.ts';
import { compilePattern } from '../pattern.ts';
import { analyze } from './analyze.ts';
import type { Position } from './followedBytes.ts';
import { serversOf, type LogFleetServer, type LogSources } from './logSources.ts';
import { readLines, type LinesRead, type LinesWanted } from './readLines.ts';

export interface ReadLogsDeps {
  sources: LogSources;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
}

interface Pair {
  source: LogSourceRecord;
  server: LogFleetServer;
}

/** Where a tail of a source on a server stands, when one goes on beside the reading. */
type EndsOf = (sourceId: string, serverId: string) => readonly Position[];

type OneOrMany<T> = T | T[] | undefined;
const many = <T>(value: OneOrMany<T>): T[] | undefined => (value === undefined ? undefined : Array.isArray(value) ? value : [value]);

const recentBytes = 8 << 20;
const searchBytes = 16 << 20;
const analysisLines = 200_000;
const hourMs = 3_600_000;
/** Servers read at the same time by one request. */
const atOnce = 8;

/** Merges by time; lines without one stay behind the line they followed. */
export function mergeByTime(groups: ReadonlyArray<readonly LogLine[]>): LogLine[] {
  const timed = groups.flatMap((lines) => {
    let last = 0;
    return lines.map((line) => ({ line, at: (last = line.time === null ? last : Date.parse(line.time)) }));
  });
  return timed.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Reading sources: the newest lines, a search over many, an analysis of one server. */
export function createReadLogs({ sources, clock, servers, session }: ReadLogsDeps) {
  async function readOne({ source, server }: Pair, wanted: LinesWanted, signal: AbortSignal): Promise<LinesRead> {
    try {
      const read = await readLines(await session(server.id, signal), source, server, wanted, signal, () => clock.now());
      sources.note(source.id, server, (read.problems[0]?.code as 'missing' | undefined) ?? 'ok', read.problems[0]?.message ?? null);
      return read;
    } catch (error) {
      if (!(error instanceof SshFailure || error instanceof Failure)) {
        throw error;
      }
      const message = error instanceof SshFailure ? error.detail : error.message;
      sources.note(source.id, server, 'unreachable', message);
      return { lines: [], problems: [{ code: error instanceof SshFailure ? error.reason : error.code, message }], bytesRead: 0, complete: false };
    }
  }

  async function readMany(pairs: readonly Pair[], wanted: LinesWanted, signal: AbortSignal, endsOf?: EndsOf): Promise<LogLines> {
    const results: Array<{ pair: Pair; read: LinesRead }> = [];
    const waiting = [...pairs];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift()) {
          results.push({ pair, read: await readOne(pair, { ...wanted, ends: endsOf?.(pair.source.id, pair.server.id) }, signal) });
        }
      })
    );
    const lines = mergeByTime(results.map(({ read }) => read.lines));
    return {
      lines: lines.slice(-wanted.lines),
      problems: results.flatMap(({ pair, read }) => read.problems.map((problem) => ({ sourceId: pair.source.id, serverId: pair.server.id, serverName: pair.server.name, ...problem }))),
      bytesRead: results.reduce((sum, { read }) => sum + read.bytesRead, 0),
      complete: lines.length <= wanted.lines && results.every(({ read }) => read.complete),
    };
  }

  async function pairsOf(wantedSources: readonly string[] | undefined, wantedServers: readonly string[] | undefined): Promise<Pair[]> {
    const [all, fleet] = await Promise.all([sources.all(), servers()]);
    const unknown = wantedSources?.find((id) => !all.some((source) => source.id === id));
    if (unknown !== undefined) {
      throw new Failure('log_source_not_found', { details: [{ field: 'source', message: `no log source has the id ${unknown}` }] });
    }
    return all
      .filter((source) => source.definition.enabled && (wantedSources === undefined || wantedSources.includes(source.id)))
      .flatMap((source) => serversOf(source.definition, fleet).map((server) => ({ source, server })))
      .filter(({ server }) => wantedServers === undefined || wantedServers.includes(server.id));
  }

  const time = (at: string | undefined): number | undefined => (at === undefined ? undefined : Date.parse(at));

  return {
    async recent(id: string, query: { lines: number; server?: string | undefined; since?: string | undefined; filter?: string | undefined; level?: OneOrMany<LogLevel>; rotated: boolean; endsOf?: EndsOf }, signal: AbortSignal): Promise<LogLines> {
      await sources.record(id);
      const pairs = await pairsOf([id], query.server === undefined ? undefined : [query.server]);
      const filter = query.filter === undefined ? undefined : compilePattern(query.filter, 'filter');
      return readMany(pairs, { lines: query.lines, from: time(query.since), filter, levels: many(query.level), rotated: query.rotated, maxBytes: recentBytes }, signal, query.endsOf);
    },

    async search(query: { source?: OneOrMany<string>; server?: OneOrMany<string>; filter?: string | undefined; level?: OneOrMany<LogLevel>; from?: string | undefined; to?: string | undefined; limit: number }, signal: AbortSignal): Promise<LogLines> {
      const filter = query.filter === undefined ? undefined : compilePattern(query.filter, 'filter');
      const pairs = await pairsOf(many(query.source), many(query.server));
      return readMany(pairs, { lines: query.limit, from: time(query.from), to: time(query.to), filter, levels: many(query.level), rotated: true, maxBytes: searchBytes }, signal);
    },

    async analyze(serverId: string, query: { source?: OneOrMany<string>; from?: string | undefined; to?: string | undefined; buckets: number; patterns: number }, signal: AbortSignal): Promise<LogAnalysis> {
      if (!(await servers()).some((server) => server.id === serverId)) {
        throw new Failure('server_not_found');
      }
      const to = time(query.to) ?? clock.now();
      const from = time(query.from) ?? to - hourMs;
      if (from >= to) {
        throw new Failure('unprocessable', { message: 'from is not before to', details: [{ field: 'from', message: 'is not before to' }] });
      }
      const read = await readMany(await pairsOf(many(query.source), [serverId]), { lines: analysisLines, from: from - (to - from), to, rotated: true, maxBytes: searchBytes }, signal);
      const { lines, ...rest } = read;
      return { from: instant(from), to: instant(to), ...analyze(lines, { from, to, buckets: query.buckets, patterns: query.patterns }), ...rest };
    },
  };
}

export type ReadLogs = ReturnType<typeof createReadLogs>;
