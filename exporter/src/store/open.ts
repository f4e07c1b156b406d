import { CamelCasePlugin, Kysely, sql, type Dialect as KyselyDialect, type Transaction } from 'kysely';
import { claimFile, claimPostgres, type Release } from './claim.ts';
import type { Dialect } from './columns.ts';
import { migrate, refuseNewer, tableNames } from './migrate.ts';
import { openPostgres, withoutPassword } from './postgres.ts';
import type { Database } from './schema.ts';
import { inspectSqlite, openSqlite } from './sqlite.ts';

/** The open database. Columns are snake_case there and camelCase in code. */
export interface Store {
  readonly db: Kysely<Database>;
  readonly dialect: Dialect;
  /**
   * A transaction that no other one of these overlaps, in this process or another, on both databases:
   * for a check that spans rows and the write that rests on it. Use `tx` alone inside; `db` would wait for itself.
   */
  exclusively<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T>;
  /** Copies the database to a file while it is in use; undefined on PostgreSQL, which has pg_dump. */
  readonly copyTo: ((file: string) => Promise<void>) | undefined;
  /** For a service that polls: refuses when another one has claimed this database. Ends with `close`, and with the process. */
  claim(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `postgres://…`, or `sqlite:FILE`. */
  url?: string | undefined;
  /** The SQLite file, when there is no url. */
  file?: string | undefined;
  /** Looks at a database that has something in it before anything is written to it: a wrong key refuses here. */
  inspect?: (db: Kysely<Database>) => Promise<void>;
}

/** Any number, the same in every exporter: the name of the lock. */
const lockId = 7_233_001;

const kysely = (dialect: KyselyDialect) => new Kysely<Database>({ dialect, plugins: [new CamelCasePlugin()] });

/** Closes the database when the work on it fails. */
async function guarded<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

interface Parts {
  db: Kysely<Database>;
  dialect: Dialect;
  copyTo: Store['copyTo'];
  claim: () => Release | Promise<Release>;
}

function storeOf({ db, dialect, copyTo, claim }: Parts): Store {
  let release: Release | undefined;
  return {
    db,
    dialect,
    exclusively: (work) =>
      db.transaction().execute(async (tx) => {
        // SQLite's transactions are exclusive as they are (begin immediate).
        if (dialect === 'postgres') {
          await sql`select pg_advisory_xact_lock(${sql.lit(lockId)})`.execute(tx);
        }
        return work(tx);
      }),
    copyTo,
    async claim() {
      release ??= await claim();
    },
    async close() {
      await release?.();
      await db.destroy();
    },
  };
}

/** Looks at an SQLite file without writing to it: undamaged, not newer, and as `inspect` wants it. False when there is nothing in it. */
export async function inspectFile(file: string, inspect: StoreOptions['inspect']): Promise<boolean> {
  const present = inspectSqlite(file);
  if (present === undefined) {
    return false;
  }
  const seen = kysely(present.dialect);
  await guarded(seen, async () => {
    await refuseNewer(seen);
    await inspect?.(seen);
  });
  await seen.destroy();
  return true;
}

/** Looks at a database without writing to it, whatever kind it is. False when there is nothing in it yet. */
export async function inspectDatabase({ url, file, inspect }: StoreOptions): Promise<boolean> {
  const postgres = postgresUrl(url);
  if (postgres === undefined) {
    return inspectFile(sqliteFileOf({ url, file }) as string, inspect);
  }
  const seen = kysely(await openPostgres(postgres));
  return guarded(seen, async () => {
    await refuseNewer(seen);
    await inspect?.(seen);
    const { size } = await tableNames(seen);
    await seen.destroy();
    return size > 0;
  });
}

async function openSqliteStore(file: string, inspect: StoreOptions['inspect']): Promise<Store> {
  await inspectFile(file, inspect);
  const { dialect, connection } = openSqlite(file);
  const db = kysely(dialect);
  await guarded(db, () => migrate(db, 'sqlite'));
  const copyTo = async (target: string) => void (await connection.backup(target));
  return storeOf({ db, dialect: 'sqlite', copyTo, claim: () => claimFile(file) });
}

async function openPostgresStore(url: string, inspect: StoreOptions['inspect']): Promise<Store> {
  const db = kysely(await openPostgres(url));
  await guarded(db, async () => {
    await refuseNewer(db);
    await inspect?.(db);
    await migrate(db, 'postgres');
  });
  return storeOf({ db, dialect: 'postgres', copyTo: undefined, claim: () => claimPostgres(url, withoutPassword(url)) });
}

const postgresUrl = (url: string | undefined): string | undefined => (url !== undefined && /^postgres(ql)?:\/\//.test(url) ? url : undefined);

/** The SQLite file an address means; undefined for a PostgreSQL. */
export function sqliteFileOf({ url, file }: Pick<StoreOptions, 'url' | 'file'>): string | undefined {
  if (postgresUrl(url) !== undefined) {
    return undefined;
  }
  return url?.startsWith('sqlite:') ? url.slice('sqlite:'.length) : file;
}

/** Opens the database, verifies it and brings its schema up to date; rejects with a `StoreRefusal` that says what to do. */
export async function openStore({ url, file, inspect }: StoreOptions): Promise<Store> {
  const postgres = postgresUrl(url);
  if (postgres !== undefined) {
    return openPostgresStore(postgres, inspect);
  }
  const sqliteFile = sqliteFileOf({ url, file });
  if (sqliteFile === undefined) {
    throw new TypeError('openStore needs a postgres:// url or a file');
  }
  return openSqliteStore(sqliteFile, inspect);
}
