import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Generated } from '../generate.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A page written by hand, with the text between `<!-- generated: NAME -->` and `<!-- end: NAME -->` made anew. */
export async function withSections(file: string, sections: Record<string, string>): Promise<Generated> {
  let text = await readFile(path.join(root, file), 'utf8');
  for (const [name, content] of Object.entries(sections)) {
    const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) {
      throw new Error(`${file} has no place for "${name}": ${begin} … ${end}`);
    }
    text = `${text.slice(0, from + begin.length)}\n${content.trim()}\n${text.slice(to)}`;
  }
  return { path: file, text };
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}
