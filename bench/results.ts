import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from './row.ts';

/** What a row measured last, and where. */
export interface Kept extends Result {
  machine: string;
  /** RFC 3339. */
  at: string;
}

const file = path.join(import.meta.dirname, 'results.json');

export const readResults = async (): Promise<Record<string, Kept>> =>
  JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, Kept>;

export async function keepResult(id: string, result: Kept): Promise<void> {
  const results = { ...(await readResults()), [id]: result };
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
