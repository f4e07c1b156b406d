import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { databases, type FreshDatabase } from '../../test/databases.ts';
import { openStore } from './open.ts';
import { createSettingRepository } from './settings.ts';

for (const database of databases) {
  describe(`a store in ${database.name}`, () => {
    let fresh: FreshDatabase;
    beforeEach(async () => {
      fresh = await database.create();
    });
    afterEach(() => fresh.remove());

    it('is there again when it is opened again', async () => {
      await createSettingRepository(fresh.store.db).set('a', 1, 1);
      const again = await openStore(fresh.options);
      expect(await createSettingRepository(again.db).get('a')).toBe(1);
      await again.close();
    });

    it('is refused, unchanged, when a newer version has changed it', async () => {
      await sql`insert into kysely_migration (name, timestamp) values ('9999_future', 'x')`.execute(fresh.store.db);
      await expect(openStore(fresh.options)).rejects.toThrow('newer version (it has 9999_future)');
    });

    it('is not migrated when the inspection refuses it', async () => {
      await sql`drop table settings`.execute(fresh.store.db);
      await sql`delete from kysely_migration`.execute(fresh.store.db);
      const refuse = () => Promise.reject(new Error('wrong key'));
      await expect(openStore({ ...fresh.options, inspect: refuse })).rejects.toThrow('wrong key');
      expect((await sql`select * from kysely_migration`.execute(fresh.store.db)).rows).toEqual([]);
    });

    it('takes a migration back as a whole when it fails', async () => {
      const { db } = fresh.store;
      await sql`drop table settings`.execute(db);
      await sql`delete from kysely_migration where name = '0001_core'`.execute(db);
      // The first table of 0001 is in the way, so it fails; nothing of what came before it may stay.
      await expect(openStore(fresh.options)).rejects.toThrow(/could not be brought up to date \(0001_core\)/);
      const done = await sql`select name from kysely_migration where name = '0001_core'`.execute(db);
      expect(done.rows).toEqual([]);
    });

    it('lets exclusive transactions of two connections wait for each other', async () => {
      const second = await openStore(fresh.options);
      await createSettingRepository(fresh.store.db).set('count', 0, 1);
      const add = (store: typeof second) =>
        store.exclusively(async (tx) => {
          const settings = createSettingRepository(tx);
          await settings.set('count', ((await settings.get('count')) as number) + 1, 1);
        });
      // Two connections of one process must take turns by themselves in SQLite, whose waiting blocks the thread.
      const stores = fresh.store.dialect === 'sqlite' ? [second] : [fresh.store, second];
      await Promise.all(Array.from({ length: 20 }, (_, index) => add(stores[index % stores.length] ?? second)));
      expect(await createSettingRepository(fresh.store.db).get('count')).toBe(20);
      await second.close();
    });

    it('is claimed by one service at a time, and is free when that one ends', async () => {
      const second = await openStore(fresh.options);
      await fresh.store.claim();
      await fresh.store.claim();
      await expect(second.claim()).rejects.toMatchObject({ name: 'StoreRefusal', message: expect.stringContaining('Another Shellwatch service') });
      await createSettingRepository(second.db).set('a', 1, 1);
      await fresh.store.close();
      await second.claim();
      await second.close();
      fresh.store = await openStore(fresh.options);
    });

    it('undoes an exclusive transaction that fails', async () => {
      const failing = fresh.store.exclusively(async (tx) => {
        await createSettingRepository(tx).set('a', 1, 1);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await createSettingRepository(fresh.store.db).get('a')).toBeUndefined();
    });
  });
}

describe('an SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-open-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made in a folder of its own, for its owner alone', async () => {
    const file = path.join(folder, 'new', 'shellwatch.db');
    const store = await openStore({ url: `sqlite:${file}` });
    await createSettingRepository(store.db).set('a', 1, 1);
    const modes = ['', '-wal', '-shm'].map((end) => statSync(file + end).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('syncs each commit, checks references, and logs ahead', async () => {
    const store = await openStore({ file: path.join(folder, 'a.db') });
    const pragma = async (name: string) => Object.values((await sql.raw(`pragma ${name}`).execute(store.db)).rows[0] as object)[0] as unknown;
    expect([await pragma('synchronous'), await pragma('foreign_keys'), await pragma('journal_mode'), await pragma('busy_timeout')]).toEqual([2, 1, 'wal', 10_000]);
    await store.close();
  });

  it.each([
    ['is no database', () => Buffer.from('hello, I am a text file and no database at all')],
    ['lost its middle', (good: Buffer) => Buffer.concat([good.subarray(0, 4_096), Buffer.alloc(good.length - 4_096, 7)])],
    ['was cut', (good: Buffer) => good.subarray(0, Math.floor(good.length / 2))],
  ])('that %s is refused and left as it is', async (_, damage) => {
    const file = path.join(folder, 'a.db');
    const store = await openStore({ file });
    await createSettingRepository(store.db).set('a', 'x'.repeat(20_000), 1);
    await store.close();
    const damaged = damage(readFileSync(file));
    writeFileSync(file, damaged);
    await expect(openStore({ file })).rejects.toMatchObject({ name: 'StoreRefusal', message: expect.stringContaining('shellwatch restore') });
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });
});

for (const database of databases.filter((one) => one.name === 'PostgreSQL')) {
  it('goes on after PostgreSQL has dropped every connection', async () => {
    const { store, options, remove } = await database.create();
    const other = await openStore(options);
    await store.claim();
    await createSettingRepository(store.db).set('a', 1, 1);
    const drop = () => sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
    await drop();
    // Each connection that is gone may be met once; the pool has new ones after that.
    const failures: string[] = [];
    let found: unknown;
    while (found === undefined && failures.length < 10) {
      found = await createSettingRepository(store.db).get('a').catch((error: Error) => void failures.push(error.message));
    }
    expect([found, failures]).toEqual([1, expect.anything()]);
    await other.close();
    await remove();
  });
}

describe('a PostgreSQL that does not answer', () => {
  it('is refused without telling its password', async () => {
    const refused = openStore({ url: 'postgres://shellwatch:hunter2@127.0.0.1:1/shellwatch' });
    await expect(refused).rejects.toMatchObject({ name: 'StoreRefusal', message: expect.stringMatching(/^((?!hunter2).)*ECONNREFUSED/) });
  });
});
