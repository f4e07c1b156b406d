import type { Kysely } from 'kysely';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

export type CodePurpose = 'link' | 'run' | 'group';

export interface TelegramCodeRecord {
  hash: string;
  purpose: CodePurpose;
  payload: unknown;
  expiresAt: Millis;
  usedAt: Millis | null;
}

export interface TelegramTables {
  telegramCodes: Omit<TelegramCodeRecord, 'payload'> & { payload: JsonText<unknown> };
}

export function createTelegramCodeRepository(db: Kysely<Database>) {
  return {
    async add(record: TelegramCodeRecord): Promise<void> {
      await db.insertInto('telegramCodes').values({ ...record, payload: toJson(record.payload) }).execute();
    },
    async find(purpose: CodePurpose, hash: string): Promise<TelegramCodeRecord | undefined> {
      const row = await db.selectFrom('telegramCodes').selectAll().where('hash', '=', hash).where('purpose', '=', purpose).executeTakeFirst();
      return row === undefined ? undefined : { ...row, payload: fromJson(row.payload) };
    },
    /** Of many who try at the same time one gets true. */
    async use(hash: string, now: Millis): Promise<boolean> {
      const result = await db.updateTable('telegramCodes').set({ usedAt: now }).where('hash', '=', hash).where('usedAt', 'is', null).where('expiresAt', '>', now).executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async removeBefore(at: Millis): Promise<void> {
      await db.deleteFrom('telegramCodes').where('expiresAt', '<', at).execute();
    },
  };
}
