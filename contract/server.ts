import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf } from './endpoint.ts';
import { HostKeyLine } from './hostKey.ts';
import { ServerStatus, StatusState } from './status.ts';

/** A name people type, that is also the `instance` label: no control characters, no spaces at the ends. */
export const ServerName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'letters, digits, dot, dash and underscore; starts and ends with a letter or digit');

export const Host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9_]([A-Za-z0-9._:%-]*[A-Za-z0-9])?$|^::[0-9A-Fa-f.:]*$/, 'a host name, IPv4 or IPv6 address');

/** Tag names become Prometheus labels in /sd, so they follow its rule. */
export const TagName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/, 'letters, digits and underscore; starts with a letter');
export const Tags = z
  .record(TagName, z.string().max(256).regex(/^[^\u0000-\u001f\u007f-\u009f]*$/u, 'no control characters'))
  .refine((tags) => Object.keys(tags).length <= 32, 'at most 32 tags')
  .meta({ maxProperties: 32 });
export type Tags = z.infer<typeof Tags>;

const Secret = z.string().min(1).max(65_536);

/** How to log in. Secrets go in and never come out: replies hold `AuthSummary`. */
export const Auth = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('key'),
    privateKey: Secret.describe('OpenSSH or PEM private key'),
    passphrase: Secret.optional(),
    certificate: Secret.optional().describe('OpenSSH user certificate (the text of id_*-cert.pub) that belongs to the key'),
  }),
  z.strictObject({ type: z.literal('password'), password: Secret }),
  z.strictObject({
    type: z.literal('keyboard-interactive'),
    password: Secret.describe('The answer to every hidden prompt'),
  }),
  z.strictObject({
    type: z.literal('agent'),
    socket: z.string().max(1024).optional().describe("Path of the agent's socket; SSH_AUTH_SOCK of the exporter unless told"),
  }),
]);
export type Auth = z.infer<typeof Auth>;
export const AuthType = z.enum(['key', 'password', 'keyboard-interactive', 'agent']);

export const AuthSummary = z.object({
  type: AuthType,
  passphraseSet: z.boolean(),
  certificateSet: z.boolean(),
  publicKey: z.string().nullable().describe('The public half of a key, as in authorized_keys'),
});
export type AuthSummary = z.infer<typeof AuthSummary>;

export const HostKeyPolicy = z
  .enum(['strict', 'trust-first'])
  .describe('strict: an unknown key waits for a person; trust-first: the first key seen is pinned');

/** A Prometheus duration: 15s, 1m30s, 500ms. */
export const Duration = z.string().regex(/^(\d+(ms|s|m|h|d))+$/, 'a duration such as 15s, 1m30s or 500ms');

export const serverFields = {
  name: ServerName,
  host: Host,
  port: z.number().int().min(1).max(65_535).default(22),
  username: z.string().min(1).max(64).regex(/^[^\s\u0000-\u001f\u007f-\u009f:]+$/u, 'no spaces, colons or control characters'),
  tags: Tags.default({}),
  jump: Id.nullable().default(null).describe('The server to go through; its own jump makes the chain'),
  interval: Duration.nullable().default(null).describe("Poll interval; null is the exporter's"),
  hostKeyPolicy: HostKeyPolicy.default('strict'),
  enabled: z.boolean().default(true).describe('false: not polled, status paused'),
  notes: z.string().max(10_000).default(''),
};

export const ServerCreate = z
  .strictObject({
    ...serverFields,
    auth: Auth,
    hostKey: HostKeyLine.optional().describe('Pinned from the start: the key that a test showed and a person compared'),
  })
  .meta({ id: 'ServerCreate' });
export type ServerCreate = z.infer<typeof ServerCreate>;

/** PUT: the whole record; without `auth` the stored credential stays. */
export const ServerReplace = z.strictObject({ ...serverFields, auth: Auth.optional() }).meta({ id: 'ServerReplace' });
export type ServerReplace = z.infer<typeof ServerReplace>;

/** PATCH: only what is named changes. */
export const ServerPatch = z
  .strictObject({
    name: serverFields.name.optional(),
    host: serverFields.host.optional(),
    port: z.number().int().min(1).max(65_535).optional(),
    username: serverFields.username.optional(),
    tags: Tags.optional(),
    jump: Id.nullable().optional(),
    interval: Duration.nullable().optional(),
    hostKeyPolicy: HostKeyPolicy.optional(),
    enabled: z.boolean().optional(),
    notes: z.string().max(10_000).optional(),
    auth: Auth.optional(),
  })
  .meta({ id: 'ServerPatch' });
export type ServerPatch = z.infer<typeof ServerPatch>;

export const Server = z
  .object({
    ...serverFields,
    port: z.number().int(),
    tags: z.record(z.string(), z.string()),
    jump: Id.nullable(),
    interval: z.string().nullable(),
    hostKeyPolicy: HostKeyPolicy,
    enabled: z.boolean(),
    notes: z.string(),
    id: Id,
    auth: AuthSummary,
    status: ServerStatus,
    revision: z.number().int().describe('Grows with each change; the ETag'),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Server' });
export type Server = z.infer<typeof Server>;

export const ServerSort = z.enum(['name', '-name', 'status', '-status', 'createdAt', '-createdAt']);

export const ServerQuery = PageQuery.extend({
  text: z.string().max(256).optional().describe('In the name, host, user or notes'),
  tag: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('`key=value` or `key`; given several times, all must match'),
  status: StatusState.optional(),
  sort: ServerSort.default('name'),
});
export type ServerQuery = z.infer<typeof ServerQuery>;

export const serverEndpoints = {
  listServers: endpoint({ method: 'GET', path: '/servers', role: 'viewer', tag: 'servers', summary: 'List servers', query: ServerQuery, reply: pageOf(Server), errors: ['bad_cursor'] }),
  createServer: endpoint({ method: 'POST', path: '/servers', role: 'admin', tag: 'servers', summary: 'Add a server', body: ServerCreate, reply: Server, status: 201, etag: true, errors: ['name_taken', 'jump_loop', 'unprocessable'] }),
  getServer: endpoint({ method: 'GET', path: '/servers/{id}', role: 'viewer', tag: 'servers', summary: 'Read a server', params: IdParams, reply: Server, etag: true, errors: ['server_not_found'] }),
  replaceServer: endpoint({ method: 'PUT', path: '/servers/{id}', role: 'admin', tag: 'servers', summary: 'Replace a server', params: IdParams, body: ServerReplace, reply: Server, etag: true, ifMatch: true, errors: ['server_not_found', 'name_taken', 'jump_loop', 'precondition_failed', 'unprocessable'] }),
  patchServer: endpoint({ method: 'PATCH', path: '/servers/{id}', role: 'admin', tag: 'servers', summary: 'Change some fields of a server', params: IdParams, body: ServerPatch, reply: Server, etag: true, ifMatch: true, errors: ['server_not_found', 'name_taken', 'jump_loop', 'precondition_failed', 'unprocessable'] }),
  deleteServer: endpoint({ method: 'DELETE', path: '/servers/{id}', role: 'admin', tag: 'servers', summary: 'Delete a server and all that was kept of it', params: IdParams, reply: z.void(), ifMatch: true, errors: ['server_not_found', 'jump_in_use', 'precondition_failed'] }),
  toggleServer: endpoint({ method: 'POST', path: '/servers/{id}/toggle', role: 'admin', tag: 'servers', summary: 'Enable a disabled server, disable an enabled one', params: IdParams, reply: Server, etag: true, errors: ['server_not_found'] }),
  startMonitor: endpoint({ method: 'POST', path: '/servers/{id}/monitor/start', role: 'operator', tag: 'servers', summary: 'Start polling, or retry now when it is paused after rejected logins', params: IdParams, reply: ServerStatus, errors: ['server_not_found'] }),
  stopMonitor: endpoint({ method: 'POST', path: '/servers/{id}/monitor/stop', role: 'operator', tag: 'servers', summary: 'Stop polling and close the session', params: IdParams, reply: ServerStatus, errors: ['server_not_found'] }),
};
