import { statSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Check, Finding } from './finding.ts';

const megabyte = 1024 * 1024;
const leastFree = 500 * megabyte;

function secretFile(file: string, folderOwner: number): Finding[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    return [];
  }
  if (stats.uid !== folderOwner) {
    return [{ level: 'failure', about: path.basename(file), text: `belongs to another user (${stats.uid}) than its folder (${folderOwner}), as whom the service runs`, advice: `chown ${folderOwner} ${file}` }];
  }
  const open = stats.mode & 0o077;
  return [
    open === 0
      ? { level: 'ok', about: path.basename(file), text: 'for its owner alone' }
      : { level: 'failure', about: path.basename(file), text: `others may reach it (mode ${(stats.mode & 0o777).toString(8)})`, advice: `chmod 600 ${file}` },
  ];
}

/** The data folder: whether it is there, how much fits into it, and who may read its secrets. */
export const dataFolder: Check = async ({ config: { dataDir } }) => {
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (folder === undefined) {
    return [{ level: 'warning', about: 'data folder', text: `${dataDir} is not there yet`, advice: 'The first start makes it. When it should be there, check SHELLWATCH_DATA_DIR and the folder you are in.' }];
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const space: Finding =
    free >= leastFree
      ? { level: 'ok', about: 'disk', text: `${Math.round(free / megabyte)} MiB free` }
      : { level: 'failure', about: 'disk', text: `only ${Math.round(free / megabyte)} MiB free in ${dataDir}`, advice: 'Make room; the database can not be written when the disk is full.' };
  return [space, ...['master-key', 'admin-token', 'webhook-secret', 'shellwatch.db'].flatMap((name) => secretFile(path.join(dataDir, name), folder.uid))];
};
