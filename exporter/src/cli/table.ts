import { stripVTControlCharacters } from 'node:util';

/** What a server or a person typed may hold escape sequences; a terminal should not obey them. */
export const plain = (text: string): string => stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

/** Columns as wide as their widest cell, two spaces between, no trailing spaces. */
export function table(head: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number | null | undefined>>): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => plain(String(cell ?? ''))));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

/** Name and value, one a line. */
export const facts = (pairs: ReadonlyArray<readonly [string, string | number | null | undefined]>): string => {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${plain(String(value ?? ''))}`.trimEnd()).map((line) => `${line}\n`).join('');
};
