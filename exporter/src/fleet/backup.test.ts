import { chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databases } from '../../test/databases.ts';
import { createFakeClock } from '../../test/fakeClock.ts';
import { openStore } from '../store/open.ts';
import { createSettingRepository } from '../store/settings.ts';
import { backup } from './backup.ts';
import { newMasterKey } from './masterKey.ts';
import { rekey } from './rekey.ts';
import { restore } from './restore.ts';
import { inspectMasterKey, openVault } from './vault.ts';

const clock = createFakeClock();
const owner = { record: 'setting:x', serverId: null };

describe('backup and restore', () => {
  let folder: string;
  let file: string;
  let source: { file: string };
  let copy: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-backup-'));
    file = path.join(folder, 'shellwatch.db');
    source = { file: path.join(folder, 'master-key') };
    copy = path.join(folder, 'backup.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = async () => {
    const store = await openStore({ file, inspect: inspectMasterKey(source) });
    return { store, vault: await openVault({ store, source, clock }), settings: createSettingRepository(store.db) };
  };

  it('copies a database in use, whole, while it is written to', async () => {
    const { store, settings } = await start();
    for (let n = 0; n < 300; n += 1) {
      await settings.set(`s${n}`, 'x'.repeat(4_000), 1);
    }
    let written = 0;
    let done = false;
    const writing = (async () => {
      while (!done) {
        // Two values that belong together: a torn copy would have one of them.
        await store.exclusively(async (tx) => {
          await createSettingRepository(tx).set('a', written, 1);
          await createSettingRepository(tx).set('b', written, 1);
        });
        written += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const report = await backup({ store, file: copy });
    done = true;
    await writing;
    expect(report).toEqual({ file: copy, bytes: statSync(copy).size });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith(path.basename(copy)))).toEqual([path.basename(copy)]);
    await store.close();
    const opened = await openStore({ file: copy });
    const [a, b] = [await createSettingRepository(opened.db).get('a'), await createSettingRepository(opened.db).get('b')];
    expect(a).toBe(b);
    expect(await createSettingRepository(opened.db).get('s299')).toHaveLength(4_000);
    await opened.close();
  });

  it('brings the state of the backup back, and keeps the one of before', async () => {
    const { store, vault, settings } = await start();
    await settings.set('when', 'then', 1);
    await vault.put(store.db, owner, { a: 'then' });
    await backup({ store, file: copy });
    await settings.set('when', 'now', 2);
    await expect(restore({ from: copy, file, source, clock })).rejects.toThrow('is in use: stop the service first');
    await store.close();

    const report = await restore({ from: copy, file, source, clock });
    expect(report).toEqual({ servers: 0, keyTakenBack: false, formerDatabase: `${file}.before-restore-2026-01-01T000000000Z` });
    const again = await start();
    expect(await again.settings.get('when')).toBe('then');
    expect(await again.vault.get('setting:x')).toEqual({ a: 'then' });
    await again.store.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const former = await openStore({ file: report.formerDatabase ?? '' });
    expect(await createSettingRepository(former.db).get('when')).toBe('now');
    await former.close();
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('leaves everything readable for the user of the service, when root restores and rekeys (skipped for others)', async () => {
    const { store, vault } = await start();
    await vault.put(store.db, owner, { a: 'then' });
    await backup({ store, file: copy });
    await store.close();
    readdirSync(folder).forEach((name) => chownSync(path.join(folder, name), 65534, 65534));
    chownSync(folder, 65534, 65534);
    // Brought from elsewhere, with another owner and open to all.
    chownSync(copy, 0, 0);
    chmodSync(copy, 0o644);
    rmSync(`${file}.lock`, { force: true });
    await restore({ from: copy, file, source, clock });
    const again = await start();
    await rekey({ store: again.store, source, clock });
    await again.store.close();
    const strange = readdirSync(folder).filter((name) => path.join(folder, name) !== copy && (statSync(path.join(folder, name)).uid !== 65534 || (statSync(path.join(folder, name)).mode & 0o077) !== 0));
    expect(strange).toEqual([]);
  });

  it('takes the key of before a rekey back with a backup of before it', async () => {
    const { store, vault } = await start();
    await vault.put(store.db, owner, { a: 'then' });
    await backup({ store, file: copy });
    const { keyId } = await rekey({ store, source, clock });
    await store.close();
    expect((await restore({ from: copy, file, source, clock })).keyTakenBack).toBe(true);
    const again = await start();
    expect(await again.vault.get('setting:x')).toEqual({ a: 'then' });
    await again.store.close();
    expect(existsSync(`${source.file}.${keyId}`)).toBe(true);
    expect(existsSync(`${source.file}.new`)).toBe(false);
  });

  it('refuses what is no good backup, and leaves everything as it is', async () => {
    const { store, vault } = await start();
    await vault.put(store.db, owner, { a: '1' });
    await backup({ store, file: copy });
    await expect(backup({ store, file: copy })).rejects.toThrow('is there already');
    await expect(backup({ store, file: path.join(folder, 'no', 'such', 'x.db') })).rejects.toMatchObject({ name: 'StoreRefusal' });
    await store.close();
    const before = readFileSync(file);
    const good = readFileSync(copy);
    const refused = async (bytes: Buffer | undefined, message: string | RegExp) => {
      if (bytes !== undefined) {
        writeFileSync(copy, bytes);
      }
      await expect(restore({ from: copy, file, source, clock })).rejects.toMatchObject({ name: 'StoreRefusal', message: expect.stringMatching(message) });
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
    };
    await refused(Buffer.alloc(0), 'is empty');
    await refused(Buffer.from('no database'), 'not an SQLite database');
    await refused(Buffer.concat([good.subarray(0, 4_096), Buffer.alloc(good.length - 4_096, 9)]), 'damaged');
    writeFileSync(`${copy}-wal`, 'log');
    await refused(good, 'has a log beside it');
    rmSync(`${copy}-wal`);
    writeFileSync(source.file, newMasterKey().toString('base64'));
    await refused(good, 'not the one the stored credentials are sealed with');
    rmSync(copy);
    await expect(restore({ from: copy, file, source, clock })).rejects.toThrow('There is no file');
    const other = await openStore({ file: copy });
    await other.db.schema.dropTable('secrets').execute();
    await other.db.schema.dropTable('vaultKeys').execute();
    await other.close();
    await refused(undefined, 'none of Shellwatch');
  });

  it('replaces a database that is damaged beyond opening', async () => {
    const { store, vault } = await start();
    await vault.put(store.db, owner, { a: '1' });
    await backup({ store, file: copy });
    await store.close();
    writeFileSync(file, 'gone');
    copyFileSync(copy, `${copy}.kept`);
    await restore({ from: copy, file, source, clock });
    const again = await start();
    expect(await again.vault.get('setting:x')).toEqual({ a: '1' });
    await again.store.close();
    expect(readFileSync(copy).equals(readFileSync(`${copy}.kept`))).toBe(true);
  });
});

for (const database of databases.filter((one) => one.name === 'PostgreSQL')) {
  it('names pg_dump for a PostgreSQL', async () => {
    const fresh = await database.create();
    await expect(backup({ store: fresh.store, file: path.join(os.tmpdir(), 'shellwatch-never.db') })).rejects.toThrow('pg_dump');
    await fresh.remove();
  });
}
