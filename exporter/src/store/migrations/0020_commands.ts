import type { StoreMigration } from '../migrate.ts';

/** Saved commands and their runs. A run outlives its command, not its server. */
export const commands: StoreMigration = {
  name: '0020_commands',
  async up(db, types) {
    await db.schema
      .createTable('commands')
      .addColumn('id', types.text, (c) => c.primaryKey())
      .addColumn('name', types.text, (c) => c.notNull().unique())
      .addColumn('definition', types.json, (c) => c.notNull())
      .addColumn('search_text', types.text, (c) => c.notNull())
      .addColumn('revision', types.integer, (c) => c.notNull())
      .addColumn('created_at', types.millis, (c) => c.notNull())
      .addColumn('updated_at', types.millis, (c) => c.notNull())
      .addColumn('updated_by', types.text, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('runs')
      .addColumn('id', types.text, (c) => c.primaryKey())
      .addColumn('batch', types.text, (c) => c.notNull())
      .addColumn('command_id', types.text)
      .addColumn('command_name', types.text, (c) => c.notNull())
      .addColumn('server_id', types.text, (c) => c.notNull().references('servers.id').onDelete('cascade'))
      .addColumn('server_name', types.text, (c) => c.notNull())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('started_by', types.text, (c) => c.notNull())
      .addColumn('actor', types.text, (c) => c.notNull())
      .addColumn('definition', types.json, (c) => c.notNull())
      .addColumn('given', types.json, (c) => c.notNull())
      .addColumn('created_at', types.millis, (c) => c.notNull())
      .addColumn('started_at', types.millis)
      .addColumn('finished_at', types.millis)
      .addColumn('duration_ms', types.real)
      .addColumn('exit_code', types.integer)
      .addColumn('truncated', types.flag, (c) => c.notNull())
      .addColumn('error', types.text)
      .addColumn('bytes', types.integer, (c) => c.notNull())
      .addColumn('stdout', types.text, (c) => c.notNull())
      .addColumn('stderr', types.text, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('runs_created').on('runs').columns(['created_at', 'id']).execute();
    await db.schema.createIndex('runs_command').on('runs').columns(['command_id', 'created_at']).execute();
    await db.schema.createIndex('runs_server').on('runs').columns(['server_id', 'created_at']).execute();
    await db.schema.createIndex('runs_batch').on('runs').column('batch').execute();
    await db.schema.createIndex('runs_state').on('runs').column('state').execute();
  },
};
