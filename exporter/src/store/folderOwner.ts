import { closeSync, constants, fchmodSync, fchownSync, openSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * What root makes in a folder of somebody else's belongs to that one: a service with a user of its own must be able to read
 * what `sudo shellwatch rekey` wrote. By the handle of the open file, so no link that lies there is followed.
 */
export function giveToFolderOwner(handle: number, file: string): void {
  if (process.getuid?.() !== 0) {
    return;
  }
  const { uid, gid } = statSync(path.dirname(file));
  if (uid !== 0) {
    fchownSync(handle, uid, gid);
  }
}

/** Makes an empty file that its owner alone can read, where there is none yet. */
export function makeOwnFile(file: string): void {
  let handle: number;
  try {
    handle = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return;
    }
    throw error;
  }
  try {
    giveToFolderOwner(handle, file);
  } finally {
    closeSync(handle);
  }
}

/** A copy has the mode and the owner of what was copied; this makes it the folder owner's alone. */
export function makeOwn(file: string): void {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    fchmodSync(handle, 0o600);
    giveToFolderOwner(handle, file);
  } finally {
    closeSync(handle);
  }
}
