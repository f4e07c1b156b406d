import type { LogAnalysis, LogLine, LogLines } from '../../../../contract/logs.ts';
import type { LogLevel } from '../../../../contract/logSource.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { SshFailure, type Session } from '../../ssh/session.ts';
import type { LogSourceRecord } from '../../store/logSources.ts';
import { compilePattern } from '../pattern.ts';
import { analyze } from './analyze.ts';
import type { TellRuns } from './commandRuns.ts';
import type { Position } from './followedBytes.ts';
import { serversOf, type LogFleetServer, type LogSources } from './logSources.ts';
import { problemOf } from './problem.ts';
import { readLines, type LinesRead, type LinesWanted } from './readLines.ts';
import { requireKnown, turnedRound, wrongField } from './refusals.ts';
import { createTurns } from '../turns.ts';

export interface ReadLogsDeps {
  sources: LogSources;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
  tellRuns: TellRuns;
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
/** Searches and analyses under way at the same time: each may hold as much as its bounds allow. */
const wideAtOnce = 3;

/** A line and when it counts as written: one without a time when the line before it was. */
interface Timed {
  line: LogLine;
  at: number;
}

function timed(lines: readonly LogLine[]): Timed[] {
  let last = 0;
  return lines.map((line) => ({ line, at: (last = line.time === null ? last : Date.parse(line.time)) }));
}

const merged = (...groups: ReadonlyArray<readonly Timed[]>): Timed[] => groups.flat().sort((a, b) => a.at - b.at);

/** Merges by time; lines without one stay behind the line they followed. */
export const mergeByTime = (groups: ReadonlyArray<readonly LogLine[]>): LogLine[] => merged(...groups.map(timed)).map(({ line }) => line);

/** Reading sources: the newest lines, a search over many, an analysis of one server. */
export function createReadLogs({ sources, clock, servers, session, tellRuns }: ReadLogsDeps) {
  const wide = createTurns(wideAtOnce);

  async function readOne({ source, server }: Pair, wanted: LinesWanted, signal: AbortSignal): Promise<LinesRead> {
    try {
      const read = await readLines(await session(server.id, signal), source, server, wanted, signal, () => clock.now());
      sources.note(source.id, server, read.problems[0]);
      return read;
    } catch (error) {
      if (!(error instanceof SshFailure || error instanceof Failure)) {
        throw error;
      }
      const problem = error instanceof Failure ? { code: error.code, message: error.message } : problemOf(error);
      sources.note(source.id, server, problem);
      return { lines: [], problems: [problem], bytesRead: 0, complete: false };
    }
  }

  async function readMany(pairs: readonly Pair[], wanted: LinesWanted, signal: AbortSignal, endsOf?: EndsOf): Promise<LogLines> {
    const problems: Array<{ pair: Pair; read: LinesRead }> = [];
    // Of each source as it comes only what may be among the newest, or a thousand of them would all wait in memory.
    let newest: Timed[] = [];
    const sum = { lines: 0, bytesRead: 0, complete: true };
    const waiting = [...pairs];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift()) {
          const read = await readOne(pair, { ...wanted, ends: endsOf?.(pair.source.id, pair.server.id) }, signal);
          newest = merged(newest, timed(read.lines)).slice(-wanted.lines);
          sum.lines += read.lines.length;
          sum.bytesRead += read.bytesRead;
          sum.complete &&= read.complete;
          if (read.problems.length > 0) {
            problems.push({ pair, read });
          }
        }
      })
    );
    return {
      lines: newest.map(({ line }) => line),
      problems: problems.flatMap(({ pair, read }) => read.problems.map((problem) => ({ sourceId: pair.source.id, serverId: pair.server.id, serverName: pair.server.name, ...problem }))),
      bytesRead: sum.bytesRead,
      complete: sum.complete && sum.lines <= wanted.lines,
    };
  }

  async function pairsOf(wantedSources: readonly string[] | undefined, wantedServers: readonly string[] | undefined): Promise<Pair[]> {
    const [all, fleet] = await Promise.all([sources.all(), servers()]);
    requireKnown('source', wantedSources, all);
    requireKnown('server', wantedServers, fleet);
    return all
      .filter((source) => source.definition.enabled && (wantedSources === undefined || wantedSources.includes(source.id)))
      .flatMap((source) => serversOf(source.definition, fleet).map((server) => ({ source, server })))
      .filter(({ server }) => wantedServers === undefined || wantedServers.includes(server.id));
  }

  const time = (at: string | undefined): number | undefined => (at === undefined ? undefined : Date.parse(at));

  return {
    async recent(id: string, query: { lines: number; server?: string | undefined; since?: string | undefined; filter?: string | undefined; level?: OneOrMany<LogLevel>; rotated: boolean; endsOf?: EndsOf }, actor: Actor, signal: AbortSignal): Promise<LogLines> {
      const { definition } = await sources.record(id);
      const pairs = await pairsOf([id], query.server === undefined ? undefined : [query.server]);
      if (query.server !== undefined && !serversOf(definition, await servers()).some((server) => server.id === query.server)) {
        throw wrongField('server', 'the source is not on this server');
      }
      const filter = query.filter === undefined ? undefined : compilePattern(query.filter, 'filter');
      await tellRuns(actor, pairs);
      return readMany(pairs, { lines: query.lines, from: time(query.since), filter, levels: many(query.level), rotated: query.rotated, maxBytes: recentBytes }, signal, query.endsOf);
    },

    async search(query: { source?: OneOrMany<string>; server?: OneOrMany<string>; filter?: string | undefined; level?: OneOrMany<LogLevel>; from?: string | undefined; to?: string | undefined; limit: number }, actor: Actor, signal: AbortSignal): Promise<LogLines> {
      const [from, to] = [time(query.from), time(query.to)];
      if (from !== undefined && to !== undefined && from > to) {
        throw turnedRound();
      }
      const filter = query.filter === undefined ? undefined : compilePattern(query.filter, 'filter');
      const pairs = await pairsOf(many(query.source), many(query.server));
      await tellRuns(actor, pairs);
      return wide(signal, () => readMany(pairs, { lines: query.limit, from, to, filter, levels: many(query.level), rotated: true, maxBytes: searchBytes }, signal));
    },

    async analyze(serverId: string, query: { source?: OneOrMany<string>; from?: string | undefined; to?: string | undefined; buckets: number; patterns: number }, actor: Actor, signal: AbortSignal): Promise<LogAnalysis> {
      if (!(await servers()).some((server) => server.id === serverId)) {
        throw new Failure('server_not_found');
      }
      const to = time(query.to) ?? clock.now();
      const from = time(query.from) ?? to - hourMs;
      if (from >= to) {
        throw turnedRound();
      }
      const pairs = await pairsOf(many(query.source), [serverId]);
      await tellRuns(actor, pairs);
      return wide(signal, async () => {
        const { lines, ...rest } = await readMany(pairs, { lines: analysisLines, from: from - (to - from), to, rotated: true, maxBytes: searchBytes }, signal);
        return { from: instant(from), to: instant(to), ...(await analyze(lines, { from, to, buckets: query.buckets, patterns: query.patterns })), ...rest };
      });
    },
  };
}

export type ReadLogs = ReturnType<typeof createReadLogs>;
