import { fork } from 'node:child_process';
import { once } from 'node:events';
import { endAll } from './kit/atEnd.ts';
import { machine } from './kit/machine.ts';
import { keepResult } from './results.ts';
import type { Result, Row } from './row.ts';
import { rows } from './rows.ts';
import { writeTable } from './table.ts';

/*
 * npm run bench                 every row; the results go to bench/results.json and docs/performance.md
 * npm run bench -- ID …         some rows, only printed
 * npm run bench -- --write ID … some rows, written as well
 */
const args = process.argv.slice(2);
const inside = process.send !== undefined;
const ids = args.filter((arg) => arg !== '--write');
const chosen = ids.length === 0 ? rows : rows.filter(({ id }) => ids.includes(id));
if (chosen.length < ids.length) {
  console.error(`Rows: ${rows.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}

/** Here: what is measured is measured in a process that did nothing else before. */
async function measure(group: readonly Row[]): Promise<void> {
  try {
    for (const { id, run } of group) {
      const result = await run();
      await new Promise((resolve) => process.send?.({ id, result }, resolve));
    }
  } finally {
    await endAll();
  }
  process.exit(0);
}

async function measureApart(
  group: readonly Row[],
  heard: (row: Row, result: Result) => Promise<void>
): Promise<boolean> {
  const child = fork(
    import.meta.filename,
    group.map(({ id }) => id)
  );
  let last = Promise.resolve();
  const told = new Set<string>();
  child.on('message', ({ id, result }: { id: string; result: Result }) => {
    told.add(id);
    last = last.then(() => heard(group.find((row) => row.id === id) as Row, result));
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  await last;
  return code === 0 && told.size === group.length;
}

if (inside) {
  await measure(chosen);
} else {
  const writes = ids.length === 0 || args.includes('--write');
  const groups = Map.groupBy(chosen, ({ id, group }) => group ?? id);
  let good = true;
  for (const group of groups.values()) {
    group.forEach(({ id, what, minutes }) => console.log(`${id}: ${what}; about ${minutes} min …`));
    const finished = await measureApart(group, async ({ id, bar }, result) => {
      console.log(`${id} ${result.holds ? 'holds' : 'DOES NOT HOLD'} (${bar}): ${result.measured}`);
      result.details.forEach((line) => console.log(`  ${line}`));
      good &&= result.holds;
      if (writes) {
        await keepResult(id, { ...result, machine: machine(), at: new Date().toISOString() });
        await writeTable();
      }
    });
    good &&= finished;
  }
  process.exit(good ? 0 : 1);
}
