import type { Kysely } from 'kysely';
import type { Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** An API token as kept: the hash alone tells it again. */
export interface TokenRecord {
  id: string;
  name: string;
  /** The name in lower case, unique. */
  nameKey: string;
  role: 'viewer' | 'operator' | 'admin';
  kind: 'direct' | 'grafana' | 'datasource';
  /** SHA-256 of the token, hex: 256 random bits need no salt and no slow hash. */
  hash: string;
  /** Its first characters. */
  hint: string;
  createdAt: Millis;
  createdBy: string;
  expiresAt: Millis | null;
  lastUsedAt: Millis | null;
  lastUsedFrom: string | null;
}

export interface TokenTables {
  tokens: TokenRecord;
}

export type TokenRepository = ReturnType<typeof createTokenRepository>;

export function createTokenRepository(db: Kysely<Database>) {
  return {
    page(after: string | undefined, limit: number): Promise<TokenRecord[]> {
      const query = db.selectFrom('tokens').selectAll().orderBy('nameKey').limit(limit);
      return (after === undefined ? query : query.where('nameKey', '>', after)).execute();
    },
    byId: (id: string) => db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst(),
    byHash: (hash: string) => db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst(),
    byName: (name: string) => db.selectFrom('tokens').selectAll().where('nameKey', '=', name.toLowerCase()).executeTakeFirst(),
    /** Admin tokens of people and scripts that stay: who keeps only one that expires is locked out some day. */
    lastingAdmins: () =>
      db.selectFrom('tokens').select('id').where('role', '=', 'admin').where('kind', '=', 'direct').where('expiresAt', 'is', null).execute(),
    async insert(token: TokenRecord): Promise<void> {
      await db.insertInto('tokens').values(token).execute();
    },
    async used(id: string, at: Millis, from: string): Promise<void> {
      await db.updateTable('tokens').set({ lastUsedAt: at, lastUsedFrom: from }).where('id', '=', id).execute();
    },
    async remove(id: string): Promise<boolean> {
      return (await db.deleteFrom('tokens').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n;
    },
  };
}
