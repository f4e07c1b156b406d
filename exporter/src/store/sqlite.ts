import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { StoreRefusal } from './refusal.ts';

/** Prepared statements kept; the house has some hundreds of different ones. */
const keptStatements = 500;

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

/** kysely prepares each statement anew; here each text is prepared once. */
function keepStatements(file: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Sqlite.Statement>();
  return {
    close: () => file.close(),
    prepare(text): SqliteStatement {
      // A deferred transaction that reads first and writes later fails at once when another process wrote in between
      // (SQLITE_BUSY_SNAPSHOT); an immediate one waits its turn. https://www.sqlite.org/isolation.html
      const sql = text === 'begin' ? 'begin immediate' : text;
      let statement = kept.get(sql);
      kept.delete(sql);
      if (statement === undefined || statement.busy) {
        statement = file.prepare(sql);
      }
      kept.set(sql, statement);
      if (kept.size > keptStatements) {
        kept.delete(kept.keys().next().value as string);
      }
      return statement;
    },
  };
}

function openFile(file: string): Sqlite.Database {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // The -wal and -shm files take over the mode of the database file.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Sqlite(file, { timeout: 10_000 });
  try {
    const damage = database.pragma('quick_check(3)', { simple: true });
    if (damage !== 'ok') {
      throw new StoreRefusal(`The database ${file} is damaged (${String(damage)}). Restore a backup: shellwatch restore FILE.`);
    }
    database.pragma('journal_mode = WAL');
    // FULL: a commit is on the disk before it is acknowledged, so not even a power failure takes it back (NORMAL may).
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof StoreRefusal) {
      throw error;
    }
    const code = (error as { code?: string }).code ?? '';
    throw new StoreRefusal(
      code === 'SQLITE_NOTADB'
        ? `${file} is not an SQLite database, or its beginning is damaged. Restore a backup: shellwatch restore FILE.`
        : `The database ${file} can not be opened: ${(error as Error).message}.`,
      { cause: error }
    );
  }
}

export interface SqliteFile {
  dialect: SqliteDialect;
  /** The connection itself, for online backups. */
  file: Sqlite.Database;
}

/** The embedded database: one file, one connection, write-ahead log. */
export function openSqlite(file: string): SqliteFile {
  const database = openFile(file);
  return { file: database, dialect: new EmbeddedDialect({ database: keepStatements(database) }) };
}
