import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pythonVenv } from '../pythonVenv.ts';

const programOf = (folder: string): string => path.join(folder, 'bin', 'schemathesis');

/** The program schemathesis, installed into the user's cache folder; undefined, with the reason told, where that can't be had. */
export function schemathesis(): string | undefined {
  const folder = pythonVenv('schemathesis-4.32', 'schemathesis==4.32.*', (made) => void execFileSync(programOf(made), ['--version'], { stdio: 'pipe', timeout: 60_000 }));
  return folder === undefined ? undefined : programOf(folder);
}
