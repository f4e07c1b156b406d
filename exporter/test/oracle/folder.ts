import { existsSync } from 'node:fs';
import path from 'node:path';

/** `shared/oracle` beside this checkout, or beside a folder it lies in: a worktree or a trial clone is deeper than the first one. */
function above(folder: string): string | undefined {
  const there = path.join(folder, 'shared/oracle');
  if (existsSync(there)) {
    return there;
  }
  const parent = path.dirname(folder);
  return parent === folder ? undefined : above(parent);
}

/** What others say of node_exporter; it is no part of this repository. `SHELLWATCH_ORACLE` names the folder where it lies elsewhere. */
export const oracle = process.env.SHELLWATCH_ORACLE ?? above(path.resolve(import.meta.dirname, '../../../..'));

/** The path of one of its files; undefined where that is not on this machine. */
export function oracleFile(name: string): string | undefined {
  const file = oracle === undefined ? undefined : path.join(oracle, name);
  return file !== undefined && existsSync(file) ? file : undefined;
}
