import type { StoreMigration } from '../migrate.ts';

/** How often a notification was sent again without knowing of the time before, and when its turn was set. */
export const outboxRepeats: StoreMigration = {
  name: '0034_outbox_repeats',
  async up(db, types) {
    await db.schema.alterTable('outbox').addColumn('repeats', types.integer, (c) => c.notNull().defaultTo(0)).execute();
    await db.schema.alterTable('outbox').addColumn('changed_at', types.millis, (c) => c.notNull().defaultTo(0)).execute();
    await db.schema.createIndex('outbox_channel').on('outbox').columns(['channel_key', 'state', 'seq']).execute();
    await db.schema.createIndex('outbox_age').on('outbox').column('created_at').execute();
  },
};
