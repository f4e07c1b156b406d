import type { StoreMigration } from '../migrate.ts';

/** Specs: the newest reading of each server, and every one that differed from the one before. */
export const specs: StoreMigration = {
  name: '0011_specs',
  async up(db, types) {
    await db.schema
      .createTable('specs')
      .addColumn('server_id', types.text, (c) => c.primaryKey().references('servers.id').onDelete('cascade'))
      .addColumn('read_at', types.millis, (c) => c.notNull())
      .addColumn('changed_at', types.millis, (c) => c.notNull())
      .addColumn('specs', types.json, (c) => c.notNull())
      .addColumn('summary', types.json, (c) => c.notNull())
      .addColumn('os', types.text)
      .addColumn('kernel', types.text)
      .addColumn('architecture', types.text)
      .addColumn('search_text', types.text, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('specs_versions')
      .$call(types.sequence('seq'))
      .addColumn('server_id', types.text, (c) => c.notNull().references('servers.id').onDelete('cascade'))
      .addColumn('at', types.millis, (c) => c.notNull())
      .addColumn('is_first', types.flag, (c) => c.notNull())
      .addColumn('changes', types.json, (c) => c.notNull())
      .addColumn('specs', types.json, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('specs_versions_server').on('specs_versions').columns(['server_id', 'seq']).execute();
    await db.schema.createIndex('specs_versions_at').on('specs_versions').column('at').execute();
  },
};
