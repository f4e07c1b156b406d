import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const wanted = 'schemathesis==4.32.*';

/** The program schemathesis, installed into the user's cache folder; undefined, with the reason told, where that can't be had. */
export function schemathesis(): string | undefined {
  const folder = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'shellwatch', 'schemathesis-4.32');
  const program = path.join(folder, 'bin', 'schemathesis');
  const works = (): boolean => {
    try {
      execFileSync(program, ['--version'], { stdio: 'pipe', timeout: 60_000 });
      return true;
    } catch {
      return false;
    }
  };
  if (existsSync(program) && works()) {
    return program;
  }
  try {
    execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'pipe', timeout: 120_000 });
    execFileSync(path.join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', wanted], { stdio: 'pipe', timeout: 240_000 });
    return works() ? program : undefined;
  } catch (error) {
    console.warn(`schemathesis can not be installed: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
}
