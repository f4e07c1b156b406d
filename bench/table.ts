import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import path from 'node:path';
import type { Result, Row } from './row.ts';

const file = path.resolve(import.meta.dirname, '../docs/performance.md');
const [begin, end] = ['<!-- table: written by npm run bench -->', '<!-- end of table -->'];

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Puts the table between its two marks in docs/performance.md; the words around it stay. */
export async function writeTable(results: ReadonlyArray<{ row: Row; result: Result }>): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
  const lines = [
    begin,
    '',
    `Measured on ${machine}.`,
    '',
    '| what | bar | measured | holds |',
    '|---|---|---|---|',
    ...results.map(
      ({ row, result }) =>
        `| ${cell(row.what)} | ${cell(row.bar)} | ${cell(result.measured)} | ${result.holds ? 'yes' : '**no**'} |`
    ),
    '',
    ...results.flatMap(({ row, result }) =>
      result.details.length === 0 ? [] : [`- **${row.id}**: ${result.details.join(' ')}`]
    ),
    '',
    end,
  ];
  const text = await readFile(file, 'utf8').catch(() => `# Performance\n\n${begin}\n${end}\n`);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  await writeFile(file, text.slice(0, from) + lines.join('\n') + text.slice(to + end.length));
}
