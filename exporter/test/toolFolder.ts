import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of symbolic links that serves as the whole PATH of a login: servers without perl, with mawk as awk … */
export function toolFolder(tools: Readonly<Record<string, string>>): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-tools-'));
  // Whoever logs in must find what is in it.
  chmodSync(folder, 0o755);
  for (const [name, program] of Object.entries(tools)) {
    symlinkSync(program, path.join(folder, name));
  }
  return { path: folder, remove: () => rmSync(folder, { recursive: true }) };
}
