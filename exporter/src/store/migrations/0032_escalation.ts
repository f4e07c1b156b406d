import type { StoreMigration } from '../migrate.ts';

/** People, policies, rotas and maintenance windows; how far each escalation is; what is to be sent. */
export const escalation: StoreMigration = {
  name: '0032_escalation',
  async up(db, types) {
    for (const table of ['contacts', 'policies', 'schedules', 'maintenance']) {
      await db.schema
        .createTable(table)
        .addColumn('id', types.text, (c) => c.primaryKey())
        .addColumn('name_key', types.text, (c) => c.notNull().unique())
        .addColumn('definition', types.json, (c) => c.notNull())
        .addColumn('revision', types.integer, (c) => c.notNull())
        .addColumn('updated_at', types.millis, (c) => c.notNull())
        .addColumn('updated_by', types.text, (c) => c.notNull())
        .execute();
    }
    await db.schema
      .createTable('escalations')
      .addColumn('incident_id', types.text, (c) => c.primaryKey().references('incidents.id').onDelete('cascade'))
      .addColumn('policy_id', types.text, (c) => c.notNull())
      // Grows with each time the incident fires anew, so that a step of then is not taken for one of now.
      .addColumn('episode', types.integer, (c) => c.notNull())
      .addColumn('step', types.integer, (c) => c.notNull())
      .addColumn('round', types.integer, (c) => c.notNull())
      .addColumn('next_at', types.millis)
      .addColumn('updated_at', types.millis, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('escalations_next').on('escalations').column('next_at').execute();
    await db.schema
      .createTable('outbox')
      .$call(types.sequence('seq'))
      .addColumn('key', types.text, (c) => c.notNull().unique())
      .addColumn('incident_id', types.text, (c) => c.references('incidents.id').onDelete('cascade'))
      .addColumn('contact_id', types.text)
      .addColumn('contact_name', types.text, (c) => c.notNull())
      .addColumn('channel', types.json, (c) => c.notNull())
      .addColumn('channel_key', types.text, (c) => c.notNull())
      .addColumn('kind', types.text, (c) => c.notNull())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('attempts', types.integer, (c) => c.notNull())
      .addColumn('next_at', types.millis, (c) => c.notNull())
      .addColumn('created_at', types.millis, (c) => c.notNull())
      .addColumn('sent_at', types.millis)
      .addColumn('error', types.text)
      .addColumn('reference', types.json)
      .execute();
    await db.schema.createIndex('outbox_due').on('outbox').columns(['state', 'next_at']).execute();
    await db.schema.createIndex('outbox_incident').on('outbox').column('incident_id').execute();
  },
};
