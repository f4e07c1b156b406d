import type { StoreMigration } from '../migrate.ts';

/** Codes that a person brings back from Telegram: to be linked, to confirm a run, to act on a group of incidents. */
export const telegram: StoreMigration = {
  name: '0033_telegram',
  async up(db, types) {
    await db.schema
      .createTable('telegram_codes')
      // Only a hash is kept: who reads the database can not use them.
      .addColumn('hash', types.text, (c) => c.primaryKey())
      .addColumn('purpose', types.text, (c) => c.notNull())
      .addColumn('payload', types.json, (c) => c.notNull())
      .addColumn('expires_at', types.millis, (c) => c.notNull())
      .addColumn('used_at', types.millis)
      .execute();
    await db.schema.createIndex('telegram_codes_expiry').on('telegram_codes').column('expires_at').execute();
  },
};
