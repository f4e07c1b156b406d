import type { StoreMigration } from '../migrate.ts';

/** Log sources; how far each file was counted, together with the counts, so that neither is ever ahead of the other. */
export const logs: StoreMigration = {
  name: '0021_logs',
  async up(db, types) {
    await db.schema
      .createTable('log_sources')
      .addColumn('id', types.text, (c) => c.primaryKey())
      .addColumn('name', types.text, (c) => c.notNull().unique())
      .addColumn('definition', types.json, (c) => c.notNull())
      .addColumn('revision', types.integer, (c) => c.notNull())
      .addColumn('created_at', types.millis, (c) => c.notNull())
      .addColumn('updated_at', types.millis, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('log_progress')
      .addColumn('source_id', types.text, (c) => c.notNull().references('log_sources.id').onDelete('cascade'))
      .addColumn('server_id', types.text, (c) => c.notNull().references('servers.id').onDelete('cascade'))
      .addColumn('positions', types.json, (c) => c.notNull())
      .addColumn('levels', types.json, (c) => c.notNull())
      .addColumn('rules', types.json, (c) => c.notNull())
      .addColumn('updated_at', types.millis, (c) => c.notNull())
      .addPrimaryKeyConstraint('log_progress_key', ['source_id', 'server_id'])
      .execute();
  },
};
