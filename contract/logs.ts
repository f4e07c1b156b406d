import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, QueryFlag } from './endpoint.ts';
import { LogLevel } from './logSource.ts';

/** One entry of a log. Multi-line entries keep their line breaks. */
export const LogLine = z
  .object({
    sourceId: Id,
    serverId: Id,
    serverName: z.string(),
    /** File of the entry; null for journald and commands. */
    file: z.string().nullable(),
    time: Instant.nullable().describe('As the entry tells it; null when it tells none'),
    level: LogLevel,
    text: z.string().describe('The whole entry'),
    message: z.string().describe('The entry without time and level'),
    fields: z.record(z.string(), z.string()).describe('Named parts, for formats that have them'),
    truncated: z.boolean(),
  })
  .meta({ id: 'LogLine' });
export type LogLine = z.infer<typeof LogLine>;

const repeated = (item: z.ZodType<string>) => z.union([item, z.array(item)]).optional();

export const RecentQuery = z.object({
  lines: z.coerce.number().int().min(1).max(10_000).default(200),
  server: Id.optional().describe('For a source on several servers: only this one'),
  since: Instant.optional(),
  filter: z.string().max(2048).optional().describe('RE2; only entries that match'),
  level: z.union([LogLevel, z.array(LogLevel)]).optional(),
  rotated: QueryFlag.default(false).describe('Go on into rotated and gzip siblings when the file has too few'),
});

/** A source that could not be read says so here; the others still answer. */
export const LogProblem = z.object({ sourceId: Id, serverId: Id, serverName: z.string(), code: z.string(), message: z.string() }).meta({ id: 'LogProblem' });

export const LogLines = z
  .object({
    lines: z.array(LogLine).describe('Oldest first'),
    problems: z.array(LogProblem),
    bytesRead: z.number().int(),
    complete: z.boolean().describe('false: there was more than the limits allow'),
  })
  .meta({ id: 'LogLines' });
export type LogLines = z.infer<typeof LogLines>;

export const SearchQuery = z.object({
  source: repeated(Id).describe('Sources; all unless told'),
  server: repeated(Id),
  filter: z.string().max(2048).optional(),
  level: z.union([LogLevel, z.array(LogLevel)]).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(500),
});

export const AnalyzeQuery = z.object({
  source: repeated(Id),
  from: Instant.optional().describe('One hour ago unless told'),
  to: Instant.optional(),
  buckets: z.coerce.number().int().min(1).max(500).default(60),
  patterns: z.coerce.number().int().min(1).max(200).default(20),
});

export const LogPattern = z
  .object({
    pattern: z.string().describe('The message with its variable parts as <*>'),
    count: z.number().int(),
    before: z.number().int().describe('How often in the window before'),
    trend: z.enum(['new', 'rising', 'steady', 'falling']),
    level: LogLevel,
    sample: LogLine,
  })
  .meta({ id: 'LogPattern' });

export const LogError = z
  .object({ line: LogLine, before: z.array(LogLine), after: z.array(LogLine), count: z.number().int() })
  .meta({ id: 'LogError' });

export const LogAnalysis = z
  .object({
    from: Instant,
    to: Instant,
    total: z.number().int(),
    linesPerSecond: z.number(),
    levels: z.partialRecord(LogLevel, z.number().int()),
    buckets: z.array(z.object({ at: Instant, levels: z.partialRecord(LogLevel, z.number().int()) })),
    patterns: z.array(LogPattern),
    errors: z.array(LogError),
    problems: z.array(LogProblem),
    bytesRead: z.number().int(),
    complete: z.boolean(),
  })
  .meta({ id: 'LogAnalysis' });
export type LogAnalysis = z.infer<typeof LogAnalysis>;

export const logEndpoints = {
  recentLogs: endpoint({ method: 'GET', path: '/logs/recent/{id}', role: 'viewer', tag: 'logs', summary: 'The last entries of a source', params: IdParams, query: RecentQuery, reply: LogLines, errors: ['log_source_not_found', 'server_not_found', 'unprocessable'] }),
  searchLogs: endpoint({ method: 'GET', path: '/logs/search', role: 'viewer', tag: 'logs', summary: 'Search sources and servers, merged by time', query: SearchQuery, reply: LogLines, errors: ['log_source_not_found', 'server_not_found', 'unprocessable'] }),
  analyzeLogs: endpoint({ method: 'GET', path: '/logs/analyze/{id}', role: 'viewer', tag: 'logs', summary: "Levels, patterns and errors of a server's logs over a window", params: IdParams, query: AnalyzeQuery, reply: LogAnalysis, errors: ['server_not_found', 'log_source_not_found', 'unprocessable'] }),
};
