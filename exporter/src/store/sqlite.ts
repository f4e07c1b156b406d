import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement, SqliteAdapter } from 'kysely';
import { makeOwnFile } from './folderOwner.ts';
import { StoreRefusal } from './refusal.ts';

/** Prepared statements kept; the house has some hundreds of different ones. */
const keptStatements = 500;
/** One with more parameters lists ids or rows, and hardly comes again with as many. Some hundred of those took 15 MB. */
const mostParameters = 40;

/**
 * SQLite can roll back DDL (https://www.sqlite.org/lang_transaction.html), so a migration cut by a crash leaves nothing.
 * kysely's own adapter does not use that.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

const parametersOf = (sql: string): number => sql.split('?').length - 1;

/** kysely prepares each statement anew; here each text is prepared once. */
function keepStatements(file: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Sqlite.Statement>();
  return {
    close: () => file.close(),
    prepare(text): SqliteStatement {
      // A deferred transaction that reads first and writes later fails at once when another process wrote in between
      // (SQLITE_BUSY_SNAPSHOT); an immediate one waits its turn. https://www.sqlite.org/isolation.html
      const sql = text === 'begin' ? 'begin immediate' : text;
      const known = kept.get(sql);
      kept.delete(sql);
      const statement = known === undefined || known.busy ? file.prepare(sql) : known;
      if (statement === known || parametersOf(sql) <= mostParameters) {
        kept.set(sql, statement);
      }
      if (kept.size > keptStatements) {
        kept.delete(kept.keys().next().value as string);
      }
      return statement;
    },
  };
}

/** Turns what the library throws into a sentence that says what to do. */
function refusal(file: string, error: unknown): StoreRefusal {
  if (error instanceof StoreRefusal) {
    return error;
  }
  const { code = '', message } = error as Error & { code?: string };
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreRefusal(`${file} is not an SQLite database, or it is damaged. Restore a backup: shellwatch restore FILE.`, { cause: error });
  }
  return new StoreRefusal(`The database ${file} can not be opened: ${message}.`, { cause: error });
}

export interface SqliteFile {
  dialect: SqliteDialect;
  /** The connection itself, for online backups. */
  connection: Sqlite.Database;
}

function connect(file: string, readonly: boolean, prepare: (connection: Sqlite.Database) => void): SqliteFile {
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(file, { timeout: 10_000, readonly });
    prepare(connection);
    return { connection, dialect: new EmbeddedDialect({ database: keepStatements(connection) }) };
  } catch (error) {
    connection?.close();
    throw refusal(file, error);
  }
}

/** Opens a database only to look at it, undamaged as quick_check tells; undefined when there is none yet. */
export function inspectSqlite(file: string): SqliteFile | undefined {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    return undefined;
  }
  return connect(file, true, (connection) => {
    const damage = connection.pragma('quick_check(3)', { simple: true });
    if (damage !== 'ok') {
      throw new StoreRefusal(`The database ${file} is damaged (${String(damage)}). Restore a backup: shellwatch restore FILE.`);
    }
  });
}

/** Whether a connection to this database is open, in any process: then it can not be locked as a whole. */
export function isInUse(file: string): boolean {
  let connection: Sqlite.Database | undefined;
  try {
    connection = new Sqlite(file, { timeout: 0, fileMustExist: true });
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.prepare('select count(*) from sqlite_master').get();
    return false;
  } catch (error) {
    // One that is damaged is not in use: it could not be opened.
    return (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true;
  } finally {
    connection?.close();
  }
}

/** Makes one file of a copy, which has no log beside it then. */
export function settleSqlite(file: string): void {
  connect(file, false, (connection) => connection.pragma('journal_mode = DELETE')).connection.close();
}

/** The embedded database: one file, one connection, write-ahead log. */
export function openSqlite(file: string): SqliteFile {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // The -wal and -shm files take over the mode of the database file.
  makeOwnFile(file);
  return connect(file, false, (connection) => {
    connection.pragma('journal_mode = WAL');
    // FULL: a commit is on the disk before it is acknowledged, so not even a power failure takes it back (NORMAL may).
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // In KiB. The library's 16 MB fill up with pages of history, which are read once; the system's own cache has them as well.
    connection.pragma('cache_size = -2000');
  });
}
