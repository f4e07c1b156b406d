import type { StoreMigration } from '../migrate.ts';

/** History: shapes of families, and chunks of polls whose samples stand in pages. */
export const history: StoreMigration = {
  name: '0010_history',
  async up(db, types) {
    await db.schema
      .createTable('history_shapes')
      .$call(types.sequence('id'))
      .addColumn('key', types.text, (c) => c.notNull().unique())
      .addColumn('family', types.text, (c) => c.notNull())
      .addColumn('type', types.text, (c) => c.notNull())
      .addColumn('series', types.integer, (c) => c.notNull())
      .addColumn('labels', types.bytes, (c) => c.notNull())
      .addColumn('used_at', types.millis, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('history_chunks')
      .$call(types.sequence('id'))
      .addColumn('server_id', types.text, (c) => c.notNull().references('servers.id').onDelete('cascade'))
      .addColumn('started_at', types.millis, (c) => c.notNull())
      .addColumn('ended_at', types.millis, (c) => c.notNull())
      .addColumn('sealed', types.flag, (c) => c.notNull())
      .addColumn('polls', types.integer, (c) => c.notNull())
      .addColumn('samples', types.integer, (c) => c.notNull())
      .addColumn('bytes', types.integer, (c) => c.notNull())
      .addColumn('directory', types.bytes, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('history_chunks_server').on('history_chunks').columns(['server_id', 'started_at']).execute();
    // Covers retention and the totals, which would else read every directory.
    await db.schema.createIndex('history_chunks_ended').on('history_chunks').columns(['ended_at', 'started_at', 'bytes', 'samples']).execute();
    await db.schema
      .createTable('history_pages')
      .addColumn('chunk_id', types.integer, (c) => c.notNull().references('history_chunks.id').onDelete('cascade'))
      .addColumn('page', types.integer, (c) => c.notNull())
      .addColumn('data', types.bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('history_pages_key', ['chunk_id', 'page'])
      .execute();
  },
};
