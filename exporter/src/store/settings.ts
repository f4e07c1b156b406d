import type { Kysely } from 'kysely';
import { fromJson, toJson, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

export interface SettingTables {
  settings: { name: string; value: JsonText<unknown>; updatedAt: Millis };
}

/** Small values by name, for what a person sets once and a restart must keep. */
export interface SettingRepository {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown, at: Millis): Promise<void>;
  remove(name: string): Promise<void>;
}

export function createSettingRepository(db: Kysely<Database>): SettingRepository {
  return {
    async get(name) {
      const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : fromJson(row.value);
    },
    async set(name, value, at) {
      const row = { value: toJson(value), updatedAt: at };
      await db
        .insertInto('settings')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
    },
    async remove(name) {
      await db.deleteFrom('settings').where('name', '=', name).execute();
    },
  };
}
