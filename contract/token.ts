import { z } from 'zod';
import { endpoint, IdParams, Instant, PageQuery, pageOf, PlannedInstant, Role } from './endpoint.ts';

export const TokenKind = z
  .enum(['direct', 'grafana', 'datasource'])
  .describe('direct: curl, scripts and Prometheus; grafana: the app proxy, whose scope header gives the role; datasource: the nested data source, always viewer');
export type TokenKind = z.infer<typeof TokenKind>;

const TokenName = z.string().min(1).max(64).regex(/^[^\u0000-\u001f\u007f-\u009f]*$/u, 'no control characters').regex(/^\S(.*\S)?$/u, 'no spaces at the ends');

export const TokenCreate = z
  .strictObject({
    name: TokenName,
    kind: TokenKind.default('direct'),
    role: Role.optional().describe('For a direct token, where it is needed; the other kinds have their own'),
    expiresAt: PlannedInstant.nullable().default(null),
  })
  .superRefine((token, issues) => {
    if (token.kind === 'direct' && token.role === undefined) {
      issues.addIssue({ code: 'custom', path: ['role'], message: 'a direct token needs a role: viewer, operator or admin' });
    }
    if (token.kind !== 'direct' && token.role !== undefined) {
      issues.addIssue({ code: 'custom', path: ['role'], message: `leave it out: the kind ${token.kind} has its own` });
    }
  })
  .meta({
    id: 'TokenCreate',
    anyOf: [
      { required: ['role'], properties: { kind: { const: 'direct' }, role: {} } },
      { required: ['kind'], properties: { kind: { enum: ['grafana', 'datasource'] }, role: { not: {} } } },
    ],
  });
export type TokenCreate = z.infer<typeof TokenCreate>;

export const Token = z
  .object({
    id: IdParams.shape.id,
    name: z.string(),
    kind: TokenKind,
    role: Role.describe('The most it may do: admin for grafana (each request has its own scope), viewer for datasource'),
    hint: z.string().describe('Its first characters, to recognise it by'),
    createdAt: Instant,
    createdBy: z.string(),
    expiresAt: Instant.nullable(),
    lastUsedAt: Instant.nullable().describe('To the minute'),
    lastUsedFrom: z.string().nullable(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof Token>;

export const TokenCreated = z
  .object({ ...Token.shape, token: z.string().describe('The token itself: shown this once, only its hash is kept') })
  .meta({ id: 'TokenCreated' });
export type TokenCreated = z.infer<typeof TokenCreated>;

export const Caller = z.object({ name: z.string(), role: Role, kind: TokenKind }).meta({ id: 'Caller' });
export type Caller = z.infer<typeof Caller>;

export const tokenEndpoints = {
  listTokens: endpoint({ method: 'GET', path: '/tokens', role: 'admin', tag: 'access', summary: 'List API tokens', query: PageQuery, reply: pageOf(Token), errors: ['bad_cursor'] }),
  createToken: endpoint({ method: 'POST', path: '/tokens', role: 'admin', tag: 'access', summary: 'Make an API token; it is shown this once', body: TokenCreate, reply: TokenCreated, status: 201, errors: ['name_taken'] }),
  deleteToken: endpoint({ method: 'DELETE', path: '/tokens/{id}', role: 'admin', tag: 'access', summary: 'Revoke an API token at once', params: IdParams, reply: z.void(), errors: ['token_not_found', 'last_admin'] }),
  getCaller: endpoint({ method: 'GET', path: '/me', role: 'viewer', tag: 'access', summary: 'Who this request counts as', reply: Caller }),
};
