import type { Kysely } from 'kysely';
import type { Millis } from './columns.ts';
import type { Database } from './schema.ts';

export interface SecretTables {
  secrets: { record: string; field: string; serverId: string | null; keyId: string; sealed: Buffer };
  vaultKeys: { id: string; proof: Buffer; createdAt: Millis };
}

/** Sealed values; what they say is the vault's business. */
export interface SealedSecret {
  /** Whose it is: `server:ID`, `setting:NAME`. */
  record: string;
  field: string;
  /** The server it goes away with. */
  serverId: string | null;
  keyId: string;
  sealed: Buffer;
}

export type SecretRepository = ReturnType<typeof createSecretRepository>;

export function createSecretRepository(db: Kysely<Database>) {
  return {
    of: (record: string): Promise<SealedSecret[]> => db.selectFrom('secrets').selectAll().where('record', '=', record).execute(),
    all: (): Promise<SealedSecret[]> => db.selectFrom('secrets').selectAll().orderBy('record').orderBy('field').execute(),
    async put(secret: SealedSecret): Promise<void> {
      const { serverId, keyId, sealed } = secret;
      await db
        .insertInto('secrets')
        .values(secret)
        .onConflict((conflict) => conflict.columns(['record', 'field']).doUpdateSet({ serverId, keyId, sealed }))
        .execute();
    },
    async remove(record: string): Promise<void> {
      await db.deleteFrom('secrets').where('record', '=', record).execute();
    },
    /** The key that seals now: its id, and a proof that tells a right key from a wrong one. */
    currentKey: () => db.selectFrom('vaultKeys').selectAll().orderBy('createdAt', 'desc').executeTakeFirst(),
    async addKey(key: { id: string; proof: Buffer; createdAt: Millis }): Promise<void> {
      await db.insertInto('vaultKeys').values(key).execute();
    },
    /** Fails while a secret is still sealed with it. */
    async removeKey(id: string): Promise<void> {
      await db.deleteFrom('vaultKeys').where('id', '=', id).execute();
    },
  };
}
