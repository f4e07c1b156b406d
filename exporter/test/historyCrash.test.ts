import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HistoryQuery } from '../../contract/metrics.ts';
import { createHistory } from '../src/fleet/history/history.ts';
import { createLog } from '../src/log.ts';
import { openStore } from '../src/store/open.ts';

const writer = path.resolve(import.meta.dirname, 'historyLoop.ts');
const rounds = 30;

async function writeAndKill(file: string, ms: number): Promise<number> {
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await Promise.race([once(child.stdout, 'data'), exited]);
  await sleep(ms);
  child.kill('SIGKILL');
  const closed = once(child, 'close');
  expect((await exited)[1]).toBe('SIGKILL');
  await closed;
  return Number(said.split('\n').at(-2));
}

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
      const acknowledged = await writeAndKill(file, (round * 11) % 60);
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
