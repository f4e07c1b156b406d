import { CamelCasePlugin, Kysely, sql, type Transaction } from 'kysely';
import type { Dialect } from './columns.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { openSqlite } from './sqlite.ts';

/** The open database. Columns are snake_case there and camelCase in code. */
export interface Store {
  readonly db: Kysely<Database>;
  readonly dialect: Dialect;
  /**
   * A transaction that no other one of these overlaps, in this process or another, on both databases:
   * for a check that spans rows and the write that rests on it. Use `tx` alone inside; `db` would wait for itself.
   */
  exclusively<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T>;
  /** Copies the database to a file while it is in use; SQLite only. */
  readonly backup: ((file: string) => Promise<void>) | undefined;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `postgres://…`, or `sqlite:FILE`. */
  url?: string | undefined;
  /** The SQLite file, when there is no url. */
  file?: string | undefined;
  /** Runs before anything is written, migrations included: a wrong key refuses here. */
  beforeMigrate?: (db: Kysely<Database>, dialect: Dialect) => Promise<void>;
}

/** Any number, the same in every exporter: the name of the lock. */
const lockId = 7_233_001;

/** Opens the database, verifies it and brings its schema up to date; rejects with a `StoreRefusal` that says what to do. */
export async function openStore({ url, file, beforeMigrate }: StoreOptions): Promise<Store> {
  const path = url?.startsWith('sqlite:') ? url.slice('sqlite:'.length) : file;
  const isPostgres = url !== undefined && /^postgres(ql)?:\/\//.test(url);
  if (!isPostgres && path === undefined) {
    throw new TypeError('openStore needs a postgres:// url or a file');
  }
  const dialect: Dialect = isPostgres ? 'postgres' : 'sqlite';
  const sqlite = isPostgres ? undefined : openSqlite(path as string);
  const db = new Kysely<Database>({
    dialect: sqlite?.dialect ?? (await openPostgres(url as string)),
    plugins: [new CamelCasePlugin()],
  });
  try {
    await beforeMigrate?.(db, dialect);
    await migrate(db as Kysely<unknown>, dialect);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    dialect,
    exclusively: (work) =>
      db.transaction().execute(async (tx) => {
        // SQLite's transactions are exclusive as they are (begin immediate).
        if (isPostgres) {
          await sql`select pg_advisory_xact_lock(${sql.lit(lockId)})`.execute(tx);
        }
        return work(tx);
      }),
    backup: sqlite === undefined ? undefined : async (target) => void (await sqlite.file.backup(target)),
    close: () => db.destroy(),
  };
}
