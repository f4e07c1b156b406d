import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../src/clock.ts';
import { rekey } from '../src/fleet/rekey.ts';
import { inspectMasterKey, openVault } from '../src/fleet/vault.ts';
import { openStore } from '../src/store/open.ts';

const script = path.join(import.meta.dirname, 'vaultLoop.ts');
const owner = { record: 'setting:kept', serverId: null };
const kept = { a: 'first secret', b: 'second secret' };

describe('a change of the master key', () => {
  let folder: string;
  let file: string;
  let source: { file: string };
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-rekey-'));
    file = path.join(folder, 'shellwatch.db');
    source = { file: path.join(folder, 'master-key') };
    const { store, vault } = await start();
    await vault.put(store.db, owner, kept);
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = async () => {
    const store = await openStore({ file, inspect: inspectMasterKey(source) });
    return { store, vault: await openVault({ store, source, clock: systemClock }) };
  };
  const loop = (work: 'write' | 'rekey') => {
    const child = spawn(process.execPath, [script, work, file, source.file], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    return { child, said };
  };
  const count = (said: { out: string }): number => Number(said.out.split('\n').at(-2) ?? 0);
  const begun = (child: ChildProcess) => Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  const kill = async (child: ChildProcess): Promise<void> => {
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await exited;
  };

  it('by another process does not disturb a service that reads and writes secrets', async () => {
    const { child, said } = loop('write');
    await begun(child);
    const { store } = await start();
    for (let round = 0; round < 10; round += 1) {
      const before = count(said);
      await rekey({ store, source, clock: systemClock });
      while (count(said) < before + 3 && child.exitCode === null) {
        await sleep(2);
      }
    }
    expect([child.exitCode, said.err]).toEqual([null, '']);
    await kill(child);
    await store.close();
    const again = await start();
    expect(await again.vault.get('setting:kept')).toEqual(kept);
    expect((await again.vault.get('setting:loop'))['value']).toMatch(/^value \d+$/);
    await again.store.close();
  });

  it('killed at any moment leaves a key and a database that open together', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { child, said } = loop('rekey');
      await begun(child);
      await sleep((round * 13) % 30);
      expect([child.exitCode, said.err]).toEqual([null, '']);
      await kill(child);
      const { store, vault } = await start();
      expect(await vault.get('setting:kept')).toEqual(kept);
      await store.close();
    }
  }, 60_000);
});
