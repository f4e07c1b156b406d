import { endAll } from './kit/atEnd.ts';
import type { Result, Row } from './row.ts';
import { rows } from './rows.ts';
import { writeTable } from './table.ts';

/** `npm run bench` runs every row and writes docs/performance.md; `npm run bench -- ID …` runs some and only prints them. */
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? rows : rows.filter(({ id }) => wanted.includes(id));
if (chosen.length < wanted.length) {
  console.error(`Rows: ${rows.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}
const results: Array<{ row: Row; result: Result }> = [];
try {
  for (const row of chosen) {
    console.log(`${row.id}: ${row.what}; about ${row.minutes} min …`);
    const result = await row.run();
    results.push({ row, result });
    console.log(`  ${result.holds ? 'holds' : 'DOES NOT HOLD'} (${row.bar}): ${result.measured}`);
    result.details.forEach((line) => console.log(`  ${line}`));
  }
} finally {
  await endAll();
}
if (wanted.length === 0) {
  await writeTable(results);
}
process.exit(results.every(({ result }) => result.holds) ? 0 : 1);
