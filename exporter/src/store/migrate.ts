import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { columnTypes, type ColumnTypes, type Dialect } from './columns.ts';
import { migrations } from './migrations/list.ts';
import { StoreRefusal } from './refusal.ts';

/** One step of the schema, forward only. `db` knows no tables: a migration must not change when the schema goes on. */
export interface StoreMigration {
  /** NNNN_name, the order they run in. */
  name: string;
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>;
}

/** Brings the schema up to date, all or nothing. */
export async function migrate(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const types = columnTypes(dialect);
  const byName = Object.fromEntries(migrations.map((step) => [step.name, { up: (on: Kysely<unknown>) => step.up(on, types) }]));
  // Numbers are allotted by subject (0001 core, 0010 history, 0020 commands …), so a later release may add a lower one.
  const migrator = new Migrator({ db, provider: { getMigrations: async () => byName }, allowUnorderedMigrations: true });
  const known = new Set(Object.keys(byName));
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) {
    return;
  }
  const missing = /previously executed migration (\S+) is missing/.exec((error as Error).message)?.[1];
  if (missing !== undefined && !known.has(missing)) {
    throw new StoreRefusal(`The database was made by a newer version (it has ${missing}). Start that version, or restore a backup of before the upgrade.`);
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new StoreRefusal(`The database schema could not be brought up to date${failed === undefined ? '' : ` (${failed})`}: ${(error as Error).message}`, { cause: error });
}
