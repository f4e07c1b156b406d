import { constants, copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import { tableNames } from '../store/migrate.ts';
import { makeOwn } from '../store/folderOwner.ts';
import { inspectFile } from '../store/open.ts';
import { StoreRefusal } from '../store/refusal.ts';
import type { Database } from '../store/schema.ts';
import { createSecretRepository } from '../store/secrets.ts';
import { isInUse, settleSqlite } from '../store/sqlite.ts';
import { formerFile, keysAtHand, nextFile, parseMasterKey, promoteNextKey, writeMasterKey, type MasterKeySource } from './masterKey.ts';
import { keyIdOf, provenBy } from './sealing.ts';
import { readSecretFile, syncFile, syncFolderOf } from './secretFile.ts';
import { findKey, refuseKey } from './vault.ts';

export interface RestoreReport {
  servers: number;
  /** Where the database of before was put. */
  formerDatabase: string | undefined;
  /** The backup was made before a rekey, and the key of then was taken back from its file. */
  keyTakenBack: boolean;
}

interface Found {
  servers: number;
  /** The key of a rekey before, that this backup needs again. */
  formerKey: Buffer | undefined;
}

/** What must be true of a backup: it is a database of ours, and a key that opens it is at hand. */
async function lookOver(db: Kysely<Database>, source: MasterKeySource): Promise<Found> {
  const tables = await tableNames(db);
  if (!tables.has('servers') || !tables.has('vault_keys')) {
    throw new StoreRefusal('This is an SQLite database, but none of Shellwatch.');
  }
  const { count } = await db.selectFrom('servers').select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const current = await createSecretRepository(db).currentKey();
  if (current === undefined || findKey(source, current.proof) !== undefined) {
    return { servers: count, formerKey: undefined };
  }
  const text = 'file' in source ? readSecretFile(formerFile(source.file, current.id)) : undefined;
  const formerKey = text === undefined ? undefined : parseMasterKey(text, 'The former master key');
  if (formerKey === undefined || !provenBy(formerKey, current.proof)) {
    throw refuseKey(source, current.id);
  }
  return { servers: count, formerKey };
}

/** Moves a database out of the way, with the log that belongs to it. */
function setAside(file: string, to: string): void {
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(file + end)) {
      renameSync(file + end, to + end);
    }
  }
}

/**
 * Puts a backup in the place of the database of a stopped service, after looking it over; the one of before is kept.
 * Whatever is refused leaves everything as it was.
 */
export async function restore(given: { from: string; file: string; source: MasterKeySource; clock: Clock }): Promise<RestoreReport> {
  const { from, file, source, clock } = given;
  if (!existsSync(from)) {
    throw new StoreRefusal(`There is no file ${from}.`);
  }
  if ((statSync(`${from}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new StoreRefusal(`${from} has a log beside it, so it is no backup but a copied database. Make backups with: shellwatch backup FILE.`);
  }
  if (existsSync(file) && isInUse(file)) {
    throw new StoreRefusal(`The database ${file} is in use: stop the service first.`);
  }
  const draft = `${file}.restoring`;
  let found: Found = { servers: 0, formerKey: undefined };
  try {
    rmSync(draft, { force: true });
    copyFileSync(from, draft, constants.COPYFILE_EXCL);
    makeOwn(draft);
    settleSqlite(draft);
    const filled = await inspectFile(draft, async (db) => {
      found = await lookOver(db, source);
    });
    if (!filled) {
      throw new StoreRefusal(`${from} is empty.`);
    }
    syncFile(draft);
    // A key beside the present one is tried too at a start, so each moment from here on leaves a pair that opens.
    if ('file' in source && found.formerKey !== undefined) {
      writeMasterKey(nextFile(source.file), found.formerKey, { fresh: false });
    }
    const aside = existsSync(file) ? `${file}.before-restore-${new Date(clock.now()).toISOString().replace(/[:.]/g, '')}` : undefined;
    if (aside !== undefined) {
      setAside(file, aside);
    }
    renameSync(draft, file);
    syncFolderOf(file);
    if ('file' in source && found.formerKey !== undefined) {
      const present = keysAtHand(source).find((one) => one.file === source.file)?.key;
      promoteNextKey(source.file, present && { id: keyIdOf(present), key: present });
    }
    return { servers: found.servers, formerDatabase: aside, keyTakenBack: found.formerKey !== undefined };
  } catch (error) {
    // What is wrong with the draft is wrong with the backup.
    throw error instanceof StoreRefusal ? new StoreRefusal(error.message.replaceAll(draft, from), { cause: error }) : error;
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) {
      rmSync(draft + end, { force: true });
    }
  }
}
