import type { StoreMigration } from '../migrate.ts';

/** In which way specs were read: what another way makes of the same server is no change of the server. */
export const specsReading: StoreMigration = {
  name: '0035_specs_reading',
  async up(db, types) {
    await db.schema.alterTable('specs').addColumn('reading', types.integer, (c) => c.notNull().defaultTo(0)).execute();
  },
};
