import { readFile, writeFile } from 'node:fs/promises';

/** Replaces what stands between two marks of a file; the words around it stay. */
export async function betweenMarks(file: string, begin: string, end: string, lines: readonly string[]): Promise<void> {
  const text = await readFile(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(`${file} has no place between ${begin} and ${end}`);
  }
  await writeFile(file, [text.slice(0, from) + begin, '', ...lines, '', text.slice(to)].join('\n'));
}
