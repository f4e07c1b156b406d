import { z } from 'zod';
import { IfMatch, type Endpoint } from './endpoint.ts';
import { ErrorReply } from './errors.ts';
import { errorComponents, errorResponses } from './openapi/responses.ts';
import { SchemaBook, type JsonSchema, type Use } from './openapi/schemas.ts';
import { tags } from './openapi/tags.ts';

type Resolved = ReturnType<SchemaBook['resolve']>;

interface Gathered {
  operation: string;
  row: Endpoint;
  params: Use | undefined;
  query: Use | undefined;
  body: Use | undefined;
  reply: Use | undefined;
}

const roleText = { open: 'Open to everyone.', viewer: 'Needs the role viewer.', operator: 'Needs the role operator.', admin: 'Needs the role admin.' };
const ifMatchParameter = { name: 'If-Match', in: 'header', required: true, description: 'The ETag that was read, so that no change is lost', schema: { type: 'string', pattern: z.toJSONSchema(IfMatch)['pattern'] } };

function parameters(place: 'path' | 'query', schema: JsonSchema | undefined): unknown[] {
  const required = new Set((schema?.['required'] as string[] | undefined) ?? []);
  return Object.entries((schema?.['properties'] as Record<string, JsonSchema> | undefined) ?? {}).map(([name, { description, ...field }]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    ...(description === undefined ? {} : { description }),
    schema: field,
  }));
}

function successResponse({ row, reply, operation }: Gathered, book: Resolved, examples: Examples): Record<string, unknown> {
  const etag = row.etag ? { headers: { ETag: { description: 'For If-Match of the next change', schema: { type: 'string' } } } } : {};
  if (reply === undefined) {
    return { [row.status ?? 204]: { description: 'Done', ...etag } };
  }
  const example = examples[operation] === undefined ? {} : { example: examples[operation] };
  const lines = row.tells === undefined ? {} : { 'application/x-ndjson': { schema: { type: 'string', description: 'A line `{"told":…}` for each step as it happens, then `{"reply":…}` or `{"error":…}`' } } };
  const content = { [row.produces ?? 'application/json']: { schema: book.at(reply), ...example }, ...lines };
  return { [row.status ?? 200]: { description: row.summary, ...etag, content } };
}

function operationOf(gathered: Gathered, book: Resolved, examples: Examples): unknown {
  const { row, operation, params, query, body } = gathered;
  const all = [
    ...parameters('path', params === undefined ? undefined : book.at(params)),
    ...parameters('query', query === undefined ? undefined : book.at(query)),
    ...(row.ifMatch ? [ifMatchParameter] : []),
  ];
  return {
    operationId: operation,
    tags: [row.tag],
    summary: row.summary,
    description: roleText[row.role],
    security: row.role === 'open' ? [] : [{ token: [] }],
    ...(all.length > 0 ? { parameters: all } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { required: !row.body?.safeParse(undefined).success, content: { 'application/json': { schema: book.at(body) } } } }),
    responses: { ...successResponse(gathered, book, examples), ...errorResponses(row) },
  };
}

/** Real replies, by operation: contract/openapi/examples.json, which scripts/recordExamples.ts writes. */
export type Examples = Readonly<Record<string, unknown>>;

/** The endpoint table as an OpenAPI 3.1 document. */
export function openapi(table: Record<string, Endpoint>, version: string, examples: Examples = {}): Record<string, unknown> {
  const book = new SchemaBook();
  // Named schemas have to be known before the references to them are made.
  for (const schema of namedSchemas()) {
    book.know(schema);
  }
  book.add(ErrorReply, 'output');
  const sent = (schema: z.ZodType | undefined) => (schema === undefined ? undefined : book.add(schema, 'input'));
  const gathered = Object.entries(table).map(([operation, row]): Gathered => ({
    operation,
    row,
    params: sent(row.params),
    query: sent(row.query),
    body: sent(row.body),
    reply: row.reply instanceof z.ZodVoid ? undefined : book.add(row.reply, 'output'),
  }));
  const resolved = book.resolve();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const item of gathered) {
    (paths[item.row.path] ??= {})[item.row.method.toLowerCase()] = operationOf(item, resolved, examples);
  }
  const used = new Set(gathered.map(({ row }) => row.tag));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Shellwatch',
      version,
      description: 'Watches Linux servers over plain SSH. Errors are coded: `{ code, message, details }`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags: Object.entries(tags).flatMap(([name, description]) => (used.has(name) ? [{ name, description }] : [])),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token with a role' } },
      responses: errorComponents(gathered.map(({ row }) => row)),
      schemas: Object.fromEntries(Object.entries(resolved.components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** Every schema with an id: `.meta({ id })` registers it when its file is loaded. */
function namedSchemas(): z.ZodType[] {
  const { _idmap } = z.globalRegistry as unknown as { _idmap: Map<string, z.ZodType> };
  return [..._idmap.values()];
}
