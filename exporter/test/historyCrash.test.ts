import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HistoryQuery } from '../../contract/metrics.ts';
import { createHistory } from '../src/fleet/history/history.ts';
import { createLog } from '../src/log.ts';
import { openStore } from '../src/store/open.ts';
import { writeAndKill } from './writeAndKill.ts';

const writer = path.resolve(import.meta.dirname, 'historyLoop.ts');
const rounds = 30;

/** Everything there is, as the API gives it. */
async function readAll(file: string, upTo: number): Promise<Array<number | null>> {
  const store = await openStore({ file });
  const history = createHistory({ store, clock: { now: () => 0, after: () => () => undefined }, log: createLog('error'), settings: { retentionMs: 1e15, maxBytes: 1e15, flushMs: 1, exclude: undefined } });
  await history.start();
  const signal = new AbortController().signal;
  const values: Array<number | null> = [];
  for (let from = 0; from <= upTo; from += 10_000) {
    const query = HistoryQuery.parse({ family: 'number', from: new Date(from * 1000).toISOString(), to: new Date((from + 10_000) * 1000).toISOString(), step: '1s' });
    values.push(...((await history.range({ id: 'a', name: 'a', tags: {}, intervalMs: 1 }, query, signal)).series[0]?.mean ?? []));
  }
  await store.close();
  return values;
}

describe('kill -9 while history is written', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-history-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(`${rounds} times: every poll that was written is there once, at its time, and nothing in between is missing`, async () => {
    const file = path.join(folder, 'shellwatch.db');
    let kept = -1;
    for (let round = 0; round < rounds; round += 1) {
      const acknowledged = await writeAndKill(writer, file, (round * 11) % 60);
      expect(acknowledged).toBeGreaterThan(kept);
      const values = await readAll(file, acknowledged + 10_000);
      const count = values.filter((value) => value !== null).length;
      // At most the flush under way is there besides.
      expect(count - 1 - acknowledged).toBeGreaterThanOrEqual(0);
      expect(count - 1 - acknowledged).toBeLessThanOrEqual(4);
      expect(values.slice(0, count)).toEqual(Array.from({ length: count }, (_, i) => i));
      kept = count - 1;
    }
    expect(kept).toBeGreaterThan(60);
  }, 180_000);
});
