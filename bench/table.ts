import path from 'node:path';
import { betweenMarks } from '../scripts/betweenMarks.ts';
import { readResults, type Kept } from './results.ts';
import type { Row } from './row.ts';
import { rows } from './rows.ts';

const file = path.resolve(import.meta.dirname, '../docs/performance.md');
const [begin, end] = ['<!-- table: written by npm run bench -->', '<!-- end of table -->'];

const cell = (text: string): string => text.replaceAll('|', '\\|');
const day = ({ at }: Kept): string => at.slice(0, 10);
/** Where the results come from; of each row where they come from several places. */
function places(known: ReadonlyArray<{ row: Row; result: Kept }>): string[] {
  const byPlace = Map.groupBy(known, ({ result }) => `Measured on ${result.machine}, on ${day(result)}`);
  return [...byPlace].map(([place, list]) =>
    byPlace.size === 1 ? `${place}.` : `- ${place}: ${list.map(({ row }) => `\`${row.id}\``).join(', ')}`
  );
}

/** Puts the newest result of each row between two marks in docs/performance.md; the words around it stay. */
export async function writeTable(): Promise<void> {
  const results = await readResults();
  const known = rows.flatMap((row) =>
    results[row.id] === undefined ? [] : [{ row, result: results[row.id] as Kept }]
  );
  await betweenMarks(file, begin, end, [
    ...places(known),
    '',
    '| row | what | bar | measured | holds |',
    '|---|---|---|---|---|',
    ...known.map(
      ({ row, result }) =>
        `| \`${row.id}\` | ${cell(row.what)} | ${cell(row.bar)} | ${cell(result.measured)} | ${result.holds ? 'yes' : '**no**'} |`
    ),
    '',
    ...known.flatMap(({ row, result }) =>
      result.details.length === 0 ? [] : [`- \`${row.id}\`: ${result.details.join(' ')}`]
    ),
  ]);
}
