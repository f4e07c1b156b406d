import type { StoreMigration } from '../migrate.ts';

/** Limits that people set. One record for each check and scope; those of a server go away with it. */
export const thresholds: StoreMigration = {
  name: '0030_thresholds',
  async up(db, types) {
    await db.schema
      .createTable('thresholds')
      .addColumn('id', types.text, (c) => c.primaryKey())
      .addColumn('check_id', types.text, (c) => c.notNull())
      .addColumn('scope_key', types.text, (c) => c.notNull())
      .addColumn('scope', types.json, (c) => c.notNull())
      .addColumn('server_id', types.text, (c) => c.references('servers.id').onDelete('cascade'))
      .addColumn('warning', types.real)
      .addColumn('critical', types.real)
      .addColumn('enabled', types.flag, (c) => c.notNull())
      .addColumn('note', types.text, (c) => c.notNull())
      .addColumn('revision', types.integer, (c) => c.notNull())
      .addColumn('updated_at', types.millis, (c) => c.notNull())
      .addColumn('updated_by', types.text, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('thresholds_scope').on('thresholds').columns(['check_id', 'scope_key']).unique().execute();
    await db.schema.createIndex('thresholds_server').on('thresholds').column('server_id').execute();
  },
};
