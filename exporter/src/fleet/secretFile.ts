import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { giveToFolderOwner } from '../store/folderOwner.ts';
import { StoreRefusal } from '../store/refusal.ts';

/** The text of a file, without the white space around it; undefined when there is no such file. */
export function readSecretFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw new StoreRefusal(`The file ${file} can not be read: ${(error as Error).message}.`, { cause: error });
  }
}

/** Makes sure that a file, or the names in a folder, are on the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
export const syncFolderOf = (file: string): void => syncFile(path.dirname(file));

/** Writes a file that its owner alone can read, whole and on the disk before it has its name. `fresh` never replaces one. */
export function writeSecretFile(file: string, text: string, { fresh }: { fresh: boolean }): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    giveToFolderOwner(handle, file);
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
    if (fresh) {
      linkSync(draft, file);
    } else {
      renameSync(draft, file);
    }
  } finally {
    closeSync(handle);
    rmSync(draft, { force: true });
  }
  syncFolderOf(file);
}
