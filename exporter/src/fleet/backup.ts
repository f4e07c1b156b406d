import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { inspectFile, type Store } from '../store/open.ts';
import { StoreRefusal } from '../store/refusal.ts';
import { settleSqlite } from '../store/sqlite.ts';
import { syncFile, syncFolderOf } from './secretFile.ts';

export interface BackupReport {
  file: string;
  bytes: number;
}

/**
 * Copies the database to a new file while the service goes on, and looks the copy over before it gets its name.
 * The master key is not in it: without it the credentials in the copy can not be read.
 */
export async function backup({ store, file }: { store: Store; file: string }): Promise<BackupReport> {
  if (store.copyTo === undefined) {
    throw new StoreRefusal('This database is a PostgreSQL, which has its own tools for this: pg_dump --format=custom, and pg_restore.');
  }
  if (existsSync(file)) {
    throw new StoreRefusal(`${file} is there already; name a new file.`);
  }
  const draft = `${file}.part`;
  try {
    rmSync(draft, { force: true });
    closeSync(openSync(draft, 'wx', 0o600));
    await store.copyTo(draft);
    settleSqlite(draft);
    await inspectFile(draft, undefined);
    syncFile(draft);
    renameSync(draft, file);
    syncFolderOf(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined || error instanceof StoreRefusal
      ? error
      : new StoreRefusal(`The backup ${file} could not be written: ${(error as Error).message}.`, { cause: error });
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) {
      rmSync(draft + end, { force: true });
    }
  }
  return { file, bytes: statSync(file).size };
}
