import { z } from 'zod';
import { endpoint, Id, IdParams, Instant } from './endpoint.ts';

/** A host key's hash exactly as `ssh-keygen -lf` prints it: base64 of SHA-256 without padding. */
export const Fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256: and 43 characters, as ssh-keygen -lf prints it');

const KeyType = z.string().max(64).regex(/^[a-z0-9@.-]+$/).describe('As in known_hosts: ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa …');
const KeyBlob = z.string().max(16_384).regex(/^[A-Za-z0-9+/]+={0,2}$/, 'base64').describe('The public key, base64, as in known_hosts');

/** A public host key without its fingerprint: what a person hands in. */
export const HostKeyLine = z.strictObject({ type: KeyType, key: KeyBlob }).meta({ id: 'HostKeyLine' });

export const HostKey = z.object({ type: KeyType, fingerprint: Fingerprint, key: KeyBlob }).meta({ id: 'HostKey' });
export type HostKey = z.infer<typeof HostKey>;

export const SeenHostKey = z.object({ ...HostKey.shape, seenAt: Instant }).meta({ id: 'SeenHostKey' });
export type SeenHostKey = z.infer<typeof SeenHostKey>;

export const PinSource = z.enum(['accepted', 'imported', 'given', 'trust-first']).describe('accepted: compared after it was seen; imported: from known_hosts; given: when the server was added; trust-first: the first one seen');
export const PinnedHostKey = z
  .object({ ...HostKey.shape, pinnedAt: Instant, pinnedBy: z.string(), source: PinSource })
  .meta({ id: 'PinnedHostKey' });
export type PinnedHostKey = z.infer<typeof PinnedHostKey>;

export const HostKeyState = z
  .enum(['unseen', 'unverified', 'verified', 'changed'])
  .describe('unseen: no connection yet; unverified: seen, none pinned; verified: the seen one is pinned; changed: others are pinned');

export const ServerHostKey = z
  .object({
    state: HostKeyState,
    seen: SeenHostKey.nullable().describe('The key the server showed last'),
    pinned: PinnedHostKey.nullable().describe('The pinned key of the type seen, else the first pinned one'),
    pinnedKeys: z.array(PinnedHostKey).describe('Every key that is accepted for this server'),
  })
  .meta({ id: 'ServerHostKey' });
export type ServerHostKey = z.infer<typeof ServerHostKey>;

export const AcceptHostKey = z.strictObject({ fingerprint: Fingerprint }).meta({ id: 'AcceptHostKey' });

export const KnownHostsImport = z
  .strictObject({
    text: z.string().min(1).max(1_000_000).describe('Lines of a known_hosts file; hashed names are matched too'),
    dryRun: z.boolean().default(false).describe('Only tell what would happen'),
  })
  .meta({ id: 'KnownHostsImport' });

export const KnownHostsLine = z
  .object({
    line: z.number().int().describe('Line number, from 1; empty lines and comments are left out'),
    result: z
      .enum(['pinned', 'already_pinned', 'no_server', 'conflict', 'revoked', 'unsupported', 'invalid'])
      .describe('conflict: another key of this type is pinned, so a person must decide'),
    type: z.string().nullable(),
    fingerprint: z.string().nullable(),
    servers: z.array(z.object({ id: Id, name: z.string() })).describe('Servers whose address the line names'),
    message: z.string(),
  })
  .meta({ id: 'KnownHostsLine' });

export const KnownHostsReport = z
  .object({ lines: z.array(KnownHostsLine), pinned: z.number().int().describe('How many keys were pinned') })
  .meta({ id: 'KnownHostsReport' });
export type KnownHostsReport = z.infer<typeof KnownHostsReport>;

const ForgetQuery = z.strictObject({ fingerprint: Fingerprint.optional().describe('Only this one; all of them unless told') });

export const hostKeyEndpoints = {
  getHostKey: endpoint({ method: 'GET', path: '/servers/{id}/host-key', role: 'viewer', tag: 'host keys', summary: 'The host key seen last and the pinned ones', params: IdParams, reply: ServerHostKey, errors: ['server_not_found'] }),
  acceptHostKey: endpoint({ method: 'POST', path: '/servers/{id}/host-key/accept', role: 'admin', tag: 'host keys', summary: 'Pin the host key seen last, in place of others of its type, after comparing its fingerprint', params: IdParams, body: AcceptHostKey, reply: ServerHostKey, errors: ['server_not_found', 'host_key_not_seen'] }),
  forgetHostKey: endpoint({ method: 'DELETE', path: '/servers/{id}/host-key', role: 'admin', tag: 'host keys', summary: 'Forget pinned host keys and close the session', params: IdParams, query: ForgetQuery, reply: ServerHostKey, errors: ['server_not_found'] }),
  importKnownHosts: endpoint({ method: 'POST', path: '/host-keys/import', role: 'admin', tag: 'host keys', summary: 'Pin host keys from the lines of a known_hosts file', body: KnownHostsImport, reply: KnownHostsReport, maxBody: 1_200_000 }),
};
