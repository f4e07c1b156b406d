import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Token, TokenCreate, TokenCreated } from '../../../contract/token.ts';
import type { Actor } from '../actor.ts';
import { instant, type Clock } from '../clock.ts';
import { Failure } from '../errors.ts';
import type { Store } from '../store/open.ts';
import { createSettingRepository } from '../store/settings.ts';
import { createTokenRepository, type TokenRecord } from '../store/tokens.ts';
import { system, type Audit } from './audit.ts';
import { decodeCursor, encodeCursor, pageOfRows } from './cursor.ts';
import { createKnownTokens } from './knownTokens.ts';
import { createTokenUse } from './tokenUse.ts';

/** Begins every token made here, so that scanners for leaked secrets can tell one. */
const prefix = 'shw_';
/** Shown to recognise a token by: the prefix and as much of the rest as gives nothing away (24 of 256 bits). */
const hintLength = prefix.length + 4;

/** Who a token stands for. */
export type Caller = Pick<TokenRecord, 'name' | 'kind' | 'role'>;

export interface Tokens {
  list(query: { cursor?: string | undefined; limit?: number | undefined }): Promise<{ items: Token[]; next: string | null }>;
  create(input: TokenCreate, actor: Actor): Promise<TokenCreated>;
  remove(id: string, actor: Actor): Promise<void>;
  /** Who this token stands for; undefined when it is unknown, revoked or expired. */
  authenticate(token: string, from: string): Promise<Caller | undefined>;
  /** Makes the token of the configuration or its file the admin token; another one takes the place of the former. */
  adoptAdmin(token: string): Promise<void>;
  /** Writes what was not written yet of when tokens were used. */
  close(): Promise<void>;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
export const newToken = (): string => prefix + randomBytes(32).toString('base64url');
/** A token chosen by a person may be short: then nothing of it is shown. */
const hintOf = (token: string): string => (token.startsWith(prefix) && token.length > 40 ? `${token.slice(0, hintLength)}…` : '…');

const adminName = 'admin';
/** The hash of the admin token that was adopted last. */
const adoptedSetting = 'admin-token';
const kindRoles = { grafana: 'admin', datasource: 'viewer' } as const;
const Position = z.tuple([z.string()]);
const ms = (at: string | null): number | null => (at === null ? null : Date.parse(at));

function tokenOf({ hash: _h, nameKey: _n, createdAt, expiresAt, lastUsedAt, ...row }: TokenRecord, used: number | undefined): Token {
  const last = Math.max(lastUsedAt ?? 0, used ?? 0);
  return { ...row, createdAt: instant(createdAt), expiresAt: expiresAt === null ? null : instant(expiresAt), lastUsedAt: last === 0 ? null : instant(last) };
}

export function createTokens({ store, clock, audit }: { store: Store; clock: Clock; audit: Audit }): Tokens {
  const known = createKnownTokens(store);
  const use = createTokenUse({ store, clock, known });
  const exclusively: Store['exclusively'] = (work) => known.change(() => store.exclusively(work));
  const target = (row: TokenRecord) => ({ type: 'token', id: row.id, name: row.name });

  const newRow = (token: string, given: Pick<TokenRecord, 'name' | 'kind' | 'role' | 'expiresAt'>, actor: Actor): TokenRecord => ({
    ...given,
    id: randomUUID(),
    nameKey: given.name.toLowerCase(),
    hash: hashOf(token),
    hint: hintOf(token),
    createdAt: clock.now(),
    createdBy: actor.name,
    lastUsedAt: null,
    lastUsedFrom: null,
  });

  return {
    async list({ cursor, limit = 100 }) {
      const after = decodeCursor('tokens', Position, cursor)?.[0];
      const rows = await createTokenRepository(store.db).page(after, limit + 1);
      return pageOfRows(rows, limit, (row) => tokenOf(row, use.last(row.id)), (last) => encodeCursor('tokens', [last.nameKey]));
    },

    create: ({ name, kind, role, expiresAt }, actor) =>
      exclusively(async (tx) => {
        const tokens = createTokenRepository(tx);
        if ((await tokens.byName(name)) !== undefined) {
          throw new Failure('name_taken');
        }
        const token = newToken();
        const given = kind === 'direct' ? role : kindRoles[kind];
        if (given === undefined) {
          throw new Failure('bad_request', { details: [{ field: 'role', message: 'a direct token needs a role' }] });
        }
        const row = newRow(token, { name, kind, role: given, expiresAt: ms(expiresAt) }, actor);
        await tokens.insert(row);
        await audit.record(tx, actor, { action: 'token.create', target: target(row), details: { kind, role: given, expiresAt } });
        return { ...tokenOf(row, undefined), token };
      }),

    remove: (id, actor) =>
      exclusively(async (tx) => {
        const tokens = createTokenRepository(tx);
        const row = await tokens.byId(id);
        if (row === undefined) {
          throw new Failure('token_not_found');
        }
        const admins = await tokens.lastingAdmins();
        if (admins.length === 1 && admins[0]?.id === id) {
          throw new Failure('last_admin');
        }
        await tokens.remove(id);
        await audit.record(tx, actor, { action: 'token.revoke', target: target(row), details: { kind: row.kind, role: row.role } });
      }),

    async authenticate(token, from) {
      const hash = hashOf(token);
      const row = await known.byHash(hash);
      // What is compared are hashes of 256 random bits: how long a look-up takes says nothing of a token.
      const same = row !== undefined && timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash));
      if (!same || (row.expiresAt !== null && row.expiresAt <= clock.now())) {
        return undefined;
      }
      use.note(row, from);
      return { name: row.name, kind: row.kind, role: row.role };
    },

    adoptAdmin: (token) =>
      exclusively(async (tx) => {
        const tokens = createTokenRepository(tx);
        const settings = createSettingRepository(tx);
        const hash = hashOf(token);
        // One that was adopted and then revoked stays revoked, whatever the configuration still says.
        if ((await settings.get(adoptedSetting)) === hash || (await tokens.byHash(hash)) !== undefined) {
          return;
        }
        const former = await tokens.byName(adminName);
        if (former !== undefined) {
          await tokens.remove(former.id);
        }
        const row = newRow(token, { name: adminName, kind: 'direct', role: 'admin', expiresAt: null }, system);
        await tokens.insert(row);
        await settings.set(adoptedSetting, hash, clock.now());
        await audit.record(tx, system, { action: 'token.adopt', target: target(row), details: { kind: row.kind, role: row.role } });
      }),

    close: () => use.close(),
  };
}
