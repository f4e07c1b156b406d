import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../columns.ts';
import type { StoreMigration } from '../migrate.ts';

async function servers(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('servers')
    .addColumn('id', types.text, (c) => c.primaryKey())
    .addColumn('name', types.text, (c) => c.notNull())
    .addColumn('name_key', types.text, (c) => c.notNull().unique())
    .addColumn('host', types.text, (c) => c.notNull())
    .addColumn('port', types.integer, (c) => c.notNull())
    .addColumn('username', types.text, (c) => c.notNull())
    .addColumn('jump', types.text, (c) => c.references('servers.id').onDelete('restrict'))
    .addColumn('interval', types.text)
    .addColumn('host_key_policy', types.text, (c) => c.notNull())
    .addColumn('enabled', types.flag, (c) => c.notNull())
    .addColumn('notes', types.text, (c) => c.notNull())
    .addColumn('search_text', types.text, (c) => c.notNull())
    .addColumn('auth_type', types.text, (c) => c.notNull())
    .addColumn('auth_socket', types.text)
    .addColumn('auth_public_key', types.text)
    .addColumn('passphrase_set', types.flag, (c) => c.notNull())
    .addColumn('certificate_set', types.flag, (c) => c.notNull())
    .addColumn('revision', types.integer, (c) => c.notNull())
    .addColumn('connection_revision', types.integer, (c) => c.notNull())
    .addColumn('created_at', types.millis, (c) => c.notNull())
    .addColumn('updated_at', types.millis, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('servers_created').on('servers').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('servers_jump').on('servers').column('jump').execute();
  await db.schema
    .createTable('server_tags')
    .addColumn('server_id', types.text, (c) => c.notNull().references('servers.id').onDelete('cascade'))
    .addColumn('name', types.text, (c) => c.notNull())
    .addColumn('value', types.text, (c) => c.notNull())
    .addPrimaryKeyConstraint('server_tags_key', ['server_id', 'name'])
    .execute();
  await db.schema.createIndex('server_tags_value').on('server_tags').columns(['name', 'value']).execute();
  await db.schema
    .createTable('host_keys')
    .addColumn('server_id', types.text, (c) => c.notNull().references('servers.id').onDelete('cascade'))
    .addColumn('state', types.text, (c) => c.notNull())
    .addColumn('fingerprint', types.text, (c) => c.notNull())
    .addColumn('type', types.text, (c) => c.notNull())
    .addColumn('key', types.text, (c) => c.notNull())
    .addColumn('at', types.millis, (c) => c.notNull())
    .addColumn('by', types.text, (c) => c.notNull())
    .addColumn('source', types.text)
    .addPrimaryKeyConstraint('host_keys_key', ['server_id', 'state', 'fingerprint'])
    .execute();
}

async function secrets(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('vault_keys')
    .addColumn('id', types.text, (c) => c.primaryKey())
    .addColumn('proof', types.bytes, (c) => c.notNull())
    .addColumn('created_at', types.millis, (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('secrets')
    .addColumn('record', types.text, (c) => c.notNull())
    .addColumn('field', types.text, (c) => c.notNull())
    .addColumn('server_id', types.text, (c) => c.references('servers.id').onDelete('cascade'))
    // A writer that still has the old key after a rekey is stopped by this reference.
    .addColumn('key_id', types.text, (c) => c.notNull().references('vault_keys.id').onDelete('restrict'))
    .addColumn('sealed', types.bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint('secrets_key', ['record', 'field'])
    .execute();
  await db.schema.createIndex('secrets_server').on('secrets').column('server_id').execute();
}

async function access(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('tokens')
    .addColumn('id', types.text, (c) => c.primaryKey())
    .addColumn('name', types.text, (c) => c.notNull())
    .addColumn('name_key', types.text, (c) => c.notNull().unique())
    .addColumn('role', types.text, (c) => c.notNull())
    .addColumn('kind', types.text, (c) => c.notNull())
    .addColumn('hash', types.text, (c) => c.notNull().unique())
    .addColumn('hint', types.text, (c) => c.notNull())
    .addColumn('created_at', types.millis, (c) => c.notNull())
    .addColumn('created_by', types.text, (c) => c.notNull())
    .addColumn('expires_at', types.millis)
    .addColumn('last_used_at', types.millis)
    .addColumn('last_used_from', types.text)
    .execute();
  await db.schema
    .createTable('audit')
    .$call(types.sequence('seq'))
    .addColumn('at', types.millis, (c) => c.notNull())
    .addColumn('actor', types.text, (c) => c.notNull())
    .addColumn('role', types.text)
    .addColumn('source', types.text, (c) => c.notNull())
    .addColumn('request_id', types.text)
    .addColumn('action', types.text, (c) => c.notNull())
    .addColumn('target_type', types.text)
    .addColumn('target_id', types.text)
    .addColumn('target_name', types.text)
    .addColumn('details', types.json, (c) => c.notNull())
    .addColumn('search_text', types.text, (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_at').on('audit').column('at').execute();
  await db.schema.createIndex('audit_target').on('audit').column('target_id').execute();
  await db.schema
    .createTable('settings')
    .addColumn('name', types.text, (c) => c.primaryKey())
    .addColumn('value', types.json, (c) => c.notNull())
    .addColumn('updated_at', types.millis, (c) => c.notNull())
    .execute();
}

/** Servers, their tags, host keys and secrets; tokens, audit log, settings. */
export const core: StoreMigration = {
  name: '0001_core',
  async up(db, types) {
    await servers(db, types);
    await secrets(db, types);
    await access(db, types);
  },
};
