import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * A folder of the user's cache with a Python package in it; undefined, with the reason told, where that can't be had.
 * `works` says whether what is there does what it should.
 */
export function pythonVenv(name: string, requirement: string, works: (folder: string) => void): string | undefined {
  const folder = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'shellwatch', name);
  try {
    if (existsSync(path.join(folder, 'bin'))) {
      works(folder);
      return folder;
    }
  } catch {
    // A Python of before: made anew.
  }
  try {
    execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'pipe', timeout: 120_000 });
    execFileSync(path.join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement], { stdio: 'pipe', timeout: 240_000 });
    works(folder);
    return folder;
  } catch (error) {
    console.warn(`${requirement} can not be installed: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
}
