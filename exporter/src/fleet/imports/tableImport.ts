import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { issueText } from '../../../../contract/issueText.ts';
import { Auth } from '../../../../contract/server.ts';
import type { Candidate } from './candidate.ts';

const columns = ['name', 'host', 'port', 'username', 'jump', 'tags', 'interval', 'hostKeyPolicy', 'enabled', 'notes'] as const;

/** `role=web;site=fra`; a semicolon or backslash inside a value has a backslash before it. */
const tagsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    (text.match(/(?:\\.|[^;\\]|\\$)+/gs) ?? [])
      .map((pair) => pair.replace(/\\([;\\])/g, '$1').trim())
      .filter((pair) => pair !== '')
      .map((pair) => [pair.split('=', 1)[0]?.trim() ?? '', pair.includes('=') ? pair.slice(pair.indexOf('=') + 1).trim() : 'true'])
  );

/** What `tagsOf` reads. */
export const tagsText = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([name, value]) => `${name}=${value.replace(/[;\\]/g, '\\$&')}`)
    .join(';');

/** CSV with a head line; unknown columns are a mistake, missing ones say nothing, an empty cell says none. Throws on what is no CSV. */
export function fromCsv(text: string): Candidate[] {
  const rows = parseCsv(text, { columns: (head: string[]) => head.map((name) => name.trim()), skip_empty_lines: true, trim: true, bom: true }) as Array<Record<string, string>>;
  return rows.map((fields, index) => {
    const unknown = Object.keys(fields).filter((name) => !(columns as readonly string[]).includes(name));
    const given = (name: (typeof columns)[number]): string | undefined => (fields[name] === undefined || fields[name] === '' ? undefined : fields[name].replace(/^'(?=[=+\-@])/, ''));
    const orNone = <T>(name: (typeof columns)[number], none: T): string | T | undefined => (fields[name] === undefined ? undefined : (given(name) ?? none));
    const tags = orNone('tags', '');
    const port = given('port');
    const enabled = given('enabled');
    return {
      row: index + 2,
      name: given('name') ?? given('host') ?? '',
      host: given('host'),
      port: port === undefined ? undefined : Number(port),
      username: given('username'),
      jumpName: orNone('jump', null),
      tags: tags === undefined ? undefined : tagsOf(tags),
      interval: orNone('interval', null),
      hostKeyPolicy: given('hostKeyPolicy'),
      enabled: enabled === undefined ? undefined : !['false', 'no', '0'].includes(enabled.toLowerCase()),
      notes: orNone('notes', ''),
      ...(unknown.length > 0 ? { problem: `unknown columns: ${unknown.join(', ')}; known are ${columns.join(', ')}` } : {}),
    };
  });
}

const Row = z.looseObject({
  name: z.string(),
  host: z.string().optional(),
  port: z.number().optional(),
  username: z.string().optional(),
  jump: z.string().nullish().describe('By name'),
  tags: z.record(z.string(), z.string()).optional(),
  addTags: z.record(z.string(), z.string()).optional(),
  interval: z.string().nullish(),
  hostKeyPolicy: z.string().optional(),
  enabled: z.boolean().optional(),
  notes: z.string().optional(),
  auth: Auth.optional(),
});

/** An array of servers, or `{ "servers": […] }`, as export writes it; `jump` is a name. Throws on what is no JSON of that form. */
export function fromJson(text: string): Candidate[] {
  const parsed = JSON.parse(text) as unknown;
  const rows = z.array(z.unknown()).parse(Array.isArray(parsed) ? parsed : (parsed as { servers?: unknown }).servers);
  return rows.map((value, index) => {
    const row = index + 1;
    const fields = Row.safeParse(value);
    if (!fields.success) {
      return { row, name: String((value as { name?: unknown } | null)?.name ?? ''), problem: fields.error.issues.map((issue) => `${issue.path.join('.')}: ${issueText(issue)}`).join('; ') };
    }
    const { jump, ...rest } = fields.data;
    const { name, host, port, username, tags, addTags, interval, hostKeyPolicy, enabled, notes, auth } = rest;
    return { row, name, host, port, username, jumpName: jump, tags, addTags, interval, hostKeyPolicy, enabled, notes, auth };
  });
}
