import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf } from './endpoint.ts';
import { ServerSelector } from './selector.ts';

export const LogLevel = z.enum(['trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical', 'unknown']);
export type LogLevel = z.infer<typeof LogLevel>;

export const LogFormat = z.enum(['auto', 'plain', 'syslog', 'json', 'logfmt', 'nginx', 'apache', 'pattern']);

/** An absolute path, globs allowed in it; no dot segments, no control characters. */
export const LogPath = z
  .string()
  .max(4096)
  .regex(/^\/[^\u0000-\u001f\u007f-\u009f]*$/u, 'an absolute path')
  .regex(/^(?!.*\/\/)(?!.*\/\.\.(\/|$))/s, 'no dot segments and no empty ones');

/** Counts lines that match into shellwatch_log_matches_total{source,rule}. */
export const LogRule = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'small letters, digits and underscore'),
    pattern: z.string().min(1).max(2048).describe('RE2, searched in the whole line'),
    levels: z.array(LogLevel).max(8).default([]).describe('Only lines of these levels; empty: all'),
  })
  .meta({ id: 'LogRule' });
export type LogRule = z.infer<typeof LogRule>;

const fields = {
  name: z.string().min(1).max(128).regex(/^[A-Za-z0-9]([A-Za-z0-9._ -]*[A-Za-z0-9])?$/, 'letters, digits, space, dot, dash, underscore'),
  serverId: Id.nullable().default(null).describe('The one server it is on; or use `selector`'),
  selector: ServerSelector.nullable().default(null),
  type: z.enum(['file', 'journald', 'command']),
  path: LogPath.nullable().default(null).describe('For type file'),
  unit: z.string().max(256).regex(/^[A-Za-z0-9:_.@*\\-]+$/, 'a systemd unit').nullable().default(null).describe('For type journald; null: everything'),
  priority: z.enum(['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']).nullable().default(null),
  command: z.string().max(65_536).nullable().default(null).describe('For type command: an sh script whose output are the lines; sent over standard input'),
  format: LogFormat.default('auto'),
  pattern: z.string().max(2048).nullable().default(null).describe('For format pattern: RE2 with named groups time, level, message'),
  timeFormat: z.string().max(128).nullable().default(null).describe("How `time` is written, in Luxon's tokens; null: found out"),
  multiline: z.string().max(2048).nullable().default(null).describe('RE2 that begins an entry; other lines belong to the one before'),
  timeZone: z.string().max(64).default('UTC').describe('For times without an offset'),
  rules: z.array(LogRule).max(64).default([]),
  count: z.boolean().default(false).describe('Follow it always and count lines by level and rule into metrics'),
  enabled: z.boolean().default(true),
};

export const LogSourceInput = z
  .strictObject(fields)
  .superRefine((source, issues) => {
    if ((source.serverId === null) === (source.selector === null)) {
      issues.addIssue({ code: 'custom', path: ['serverId'], message: 'name one server, or a selector, not both' });
    }
    if (source.type === 'file' && source.path === null) {
      issues.addIssue({ code: 'custom', path: ['path'], message: 'a file source needs a path' });
    }
    if (source.type === 'command' && source.command === null) {
      issues.addIssue({ code: 'custom', path: ['command'], message: 'a command source needs a command' });
    }
    if (source.format === 'pattern' && source.pattern === null) {
      issues.addIssue({ code: 'custom', path: ['pattern'], message: 'format pattern needs a pattern' });
    }
  })
  .meta({
    id: 'LogSourceInput',
    allOf: [
      {
        anyOf: [
          { required: ['serverId'], properties: { serverId: { type: 'string' }, selector: { type: 'null' } } },
          { required: ['selector'], properties: { selector: { type: 'object' }, serverId: { type: 'null' } } },
        ],
      },
      { anyOf: [{ properties: { type: { enum: ['journald', 'command'] } } }, { required: ['path'], properties: { path: { type: 'string' } } }] },
      { anyOf: [{ properties: { type: { enum: ['journald', 'file'] } } }, { required: ['command'], properties: { command: { type: 'string' } } }] },
      { anyOf: [{ properties: { format: { enum: LogFormat.exclude(['pattern']).options } } }, { required: ['pattern'], properties: { pattern: { type: 'string' } } }] },
    ],
  });
export type LogSourceInput = z.infer<typeof LogSourceInput>;

/** How a source does on one server. */
export const LogSourceState = z
  .object({
    serverId: Id,
    serverName: z.string(),
    state: z.enum(['ok', 'missing', 'unreadable', 'directory', 'unreachable', 'unknown']),
    message: z.string().nullable().describe('What to do'),
    checkedAt: Instant.nullable(),
  })
  .meta({ id: 'LogSourceState' });

export const LogSource = z
  .object({ ...fields, id: Id, revision: z.number().int(), createdAt: Instant, updatedAt: Instant, states: z.array(LogSourceState) })
  .meta({ id: 'LogSource' });
export type LogSource = z.infer<typeof LogSource>;

export const logSourceEndpoints = {
  listLogSources: endpoint({ method: 'GET', path: '/logs/sources', role: 'viewer', tag: 'logs', summary: 'List log sources', query: PageQuery.extend({ server: Id.optional(), text: z.string().max(256).optional() }), reply: pageOf(LogSource), errors: ['bad_cursor'] }),
  createLogSource: endpoint({ method: 'POST', path: '/logs/sources', role: 'operator', tag: 'logs', summary: 'Add a log source', body: LogSourceInput, reply: LogSource, status: 201, etag: true, errors: ['name_taken', 'server_not_found', 'unprocessable'] }),
  getLogSource: endpoint({ method: 'GET', path: '/logs/sources/{id}', role: 'viewer', tag: 'logs', summary: 'Read a log source', params: IdParams, reply: LogSource, etag: true, errors: ['log_source_not_found'] }),
  replaceLogSource: endpoint({ method: 'PUT', path: '/logs/sources/{id}', role: 'operator', tag: 'logs', summary: 'Replace a log source', params: IdParams, body: LogSourceInput, reply: LogSource, etag: true, ifMatch: true, errors: ['log_source_not_found', 'server_not_found', 'name_taken', 'precondition_failed', 'unprocessable'] }),
  deleteLogSource: endpoint({ method: 'DELETE', path: '/logs/sources/{id}', role: 'operator', tag: 'logs', summary: 'Delete a log source', params: IdParams, reply: z.void(), ifMatch: true, errors: ['log_source_not_found', 'precondition_failed'] }),
  checkLogSource: endpoint({ method: 'POST', path: '/logs/sources/{id}/check', role: 'operator', tag: 'logs', summary: 'Look on each of its servers whether the source can be read', params: IdParams, reply: LogSource, errors: ['log_source_not_found'] }),
};
