import type { StoreMigration } from '../migrate.ts';

/** Incidents, the alerts they are made of, and what happened to them. They outlive the server they are about. */
export const incidents: StoreMigration = {
  name: '0031_incidents',
  async up(db, types) {
    await db.schema
      .createTable('incidents')
      .addColumn('id', types.text, (c) => c.primaryKey())
      .addColumn('subject', types.text, (c) => c.notNull())
      .addColumn('state', types.text, (c) => c.notNull())
      .addColumn('state_rank', types.integer, (c) => c.notNull())
      .addColumn('severity', types.text, (c) => c.notNull())
      .addColumn('check_id', types.text)
      .addColumn('title', types.text, (c) => c.notNull())
      .addColumn('summary', types.text, (c) => c.notNull())
      .addColumn('server_id', types.text, (c) => c.references('servers.id').onDelete('set null'))
      .addColumn('server_name', types.text)
      .addColumn('item', types.text)
      .addColumn('labels', types.json, (c) => c.notNull())
      .addColumn('measured', types.real)
      .addColumn('limit_value', types.real)
      .addColumn('fingerprint', types.text, (c) => c.notNull())
      .addColumn('rule_uid', types.text)
      .addColumn('source', types.text, (c) => c.notNull())
      .addColumn('links', types.json, (c) => c.notNull())
      .addColumn('started_at', types.millis, (c) => c.notNull())
      .addColumn('acknowledged_at', types.millis)
      .addColumn('acknowledged_by', types.text)
      .addColumn('resolved_at', types.millis)
      .addColumn('resolution', types.text)
      .addColumn('assignee', types.text)
      .addColumn('flapping', types.flag, (c) => c.notNull())
      .addColumn('fired', types.integer, (c) => c.notNull())
      .addColumn('fire_times', types.json, (c) => c.notNull())
      .addColumn('maintenance', types.flag, (c) => c.notNull())
      .addColumn('silenced_until', types.millis)
      .addColumn('silence_id', types.text)
      .addColumn('search_text', types.text, (c) => c.notNull())
      .addColumn('revision', types.integer, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('incidents_subject').on('incidents').columns(['subject', 'started_at']).execute();
    await db.schema.createIndex('incidents_state').on('incidents').columns(['state_rank', 'started_at', 'id']).execute();
    await db.schema.createIndex('incidents_started').on('incidents').columns(['started_at', 'id']).execute();
    await db.schema.createIndex('incidents_server').on('incidents').columns(['server_id', 'started_at']).execute();
    await db.schema
      .createTable('incident_alerts')
      .addColumn('fingerprint', types.text, (c) => c.primaryKey())
      .addColumn('incident_id', types.text, (c) => c.notNull().references('incidents.id').onDelete('cascade'))
      .addColumn('severity', types.text, (c) => c.notNull())
      .addColumn('labels', types.json, (c) => c.notNull())
      .addColumn('rule_uid', types.text)
      .addColumn('source', types.text, (c) => c.notNull())
      .addColumn('starts_at', types.millis, (c) => c.notNull())
      .addColumn('ended_at', types.millis)
      .execute();
    await db.schema.createIndex('incident_alerts_incident').on('incident_alerts').column('incident_id').execute();
    await db.schema.createIndex('incident_alerts_ended').on('incident_alerts').column('ended_at').execute();
    await db.schema
      .createTable('incident_events')
      .$call(types.sequence('seq'))
      .addColumn('incident_id', types.text, (c) => c.notNull().references('incidents.id').onDelete('cascade'))
      .addColumn('at', types.millis, (c) => c.notNull())
      .addColumn('kind', types.text, (c) => c.notNull())
      .addColumn('actor', types.text, (c) => c.notNull())
      .addColumn('channel', types.text)
      .addColumn('text', types.text, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('incident_events_incident').on('incident_events').columns(['incident_id', 'seq']).execute();
  },
};
