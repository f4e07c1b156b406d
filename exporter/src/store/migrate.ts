import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { columnTypes, type ColumnTypes, type Dialect } from './columns.ts';
import { migrations } from './migrations/list.ts';
import { StoreRefusal } from './refusal.ts';
import type { Database } from './schema.ts';

/** One step of the schema, forward only. `db` knows no tables: a migration must not change when the schema goes on. */
export interface StoreMigration {
  /** NNNN_name, the order they run in. */
  name: string;
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>;
}

/** The tables there are; reads alone. */
export async function tableNames(db: Kysely<Database>): Promise<Set<string>> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return new Set(tables.map((table) => table.name));
}

/** Refuses a database that a newer version has already changed. */
export async function refuseNewer(db: Kysely<Database>): Promise<void> {
  if (!(await tableNames(db)).has('kysely_migration')) {
    return;
  }
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const known = new Set(migrations.map((step) => step.name));
  const unknown = done.rows.filter((row) => !known.has(row.name)).map((row) => row.name);
  if (unknown.length > 0) {
    throw new StoreRefusal(
      `The database was made by a newer version (it has ${unknown.join(', ')}). Start that version, or restore a backup of before the upgrade.`
    );
  }
}

/** Brings the schema up to date, all or nothing. */
export async function migrate(db: Kysely<Database>, dialect: Dialect): Promise<void> {
  const types = columnTypes(dialect);
  const byName = Object.fromEntries(migrations.map((step) => [step.name, { up: (on: Kysely<unknown>) => step.up(on, types) }]));
  // Numbers are allotted by subject (0001 core, 0010 history, 0020 commands …), so a later release may add a lower one.
  const migrator = new Migrator({ db, provider: { getMigrations: async () => byName }, allowUnorderedMigrations: true });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new StoreRefusal(
      `The database schema could not be brought up to date${failed === undefined ? '' : ` (${failed})`}: ${(error as Error).message}`,
      { cause: error }
    );
  }
}
