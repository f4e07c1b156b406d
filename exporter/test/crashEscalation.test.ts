import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../src/store/open.ts';

const escalator = path.join(import.meta.dirname, 'crashEscalator.ts');
const lanes = 4;
const killsPerLane = 25;
/** 10 incidents, 3 steps, the first time and 4 repeats. */
const expected = 10 * 3 * 5;

/** Runs an escalator and kills it `ms` after it began to work; without `ms` it works to the end. */
async function run(database: string, accepted: string, ms?: number): Promise<void> {
  const child = spawn(process.execPath, [escalator, database, accepted], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  if (ms !== undefined) {
    await sleep(ms);
    child.kill('SIGKILL');
  }
  const [code, signal] = (await exited) as [number | null, string | null];
  expect(signal ?? code).toBe(ms === undefined ? 0 : 'SIGKILL');
}

describe('kill -9 while it escalates', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-crash-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function lane(number: number): Promise<{ messages: number; doubles: number; doubled: number; told: number }> {
    const [database, accepted] = [path.join(folder, `${number}.db`), path.join(folder, `${number}.accepted`)];
    for (let kill = 0; kill < killsPerLane; kill += 1) {
      // Instants spread over everything a step does.
      await run(database, accepted, (kill * 11 + number * 3) % 60);
    }
    await run(database, accepted);
    const keys = readFileSync(accepted, 'utf8').trim().split('\n');
    const store = await openStore({ file: database });
    const events = await store.db.selectFrom('incidentEvents').select('text').where('kind', '=', 'notified').execute();
    const left = await store.db.selectFrom('outbox').select('key').where('state', '!=', 'sent').execute();
    await store.close();
    // Nothing is lost: every step of every round for every incident was accepted by the provider, and recorded.
    expect(new Set(keys).size).toBe(expected);
    expect(left).toEqual([]);
    expect(events).toHaveLength(expected);
    const doubled = new Set(keys.filter((key, index) => keys.indexOf(key) !== index)).size;
    return { messages: keys.length, doubles: keys.length - expected, doubled, told: events.filter(({ text }) => text.includes('may have arrived more than once')).length };
  }

  it(`${lanes * killsPerLane} times: no notification is lost, and what may have come more than once is told`, async () => {
    const results = await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
    for (const { doubles, doubled, told } of results) {
      // A kill meets at most the one message of the one channel that was on its way.
      expect(doubles).toBeLessThanOrEqual(killsPerLane);
      expect(told).toBeGreaterThanOrEqual(doubled);
    }
    console.info(`kill -9 while escalating: ${results.map(({ messages, doubles, told }) => `${messages} messages, ${doubles} too many, ${told} told so`).join('; ')}`);
  }, 900_000);
});
