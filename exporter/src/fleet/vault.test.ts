import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import { databases, type FreshDatabase } from '../../test/databases.ts';
import { openStore } from '../store/open.ts';
import { createSecretRepository } from '../store/secrets.ts';
import { createAudit } from './audit.ts';
import { newMasterKey } from './masterKey.ts';
import { rekey } from './rekey.ts';
import { seal, unseal } from './sealing.ts';
import { inspectMasterKey, openVault } from './vault.ts';

const clock = createFakeClock();
const owner = { record: 'setting:x', serverId: null };

describe('sealing', () => {
  const key = newMasterKey();

  it('opens with the same key, record and field alone', () => {
    const sealed = seal(key, 'server:a', 'password', 'swordfish 😀');
    expect(unseal(key, 'server:a', 'password', sealed)).toBe('swordfish 😀');
    expect(() => unseal(newMasterKey(), 'server:a', 'password', sealed)).toThrow();
    expect(() => unseal(key, 'server:b', 'password', sealed)).toThrow();
    expect(() => unseal(key, 'server:a', 'passphrase', sealed)).toThrow();
  });

  it('does not open when any bit is another one', () => {
    const sealed = seal(key, 'a', 'b', 'text');
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(() => unseal(key, 'a', 'b', damaged)).toThrow();
    }
    expect(() => unseal(key, 'a', 'b', sealed.subarray(0, 10))).toThrow();
  });

  it('never seals alike twice', () => {
    const sealed = new Set(Array.from({ length: 100 }, () => seal(key, 'a', 'b', 'text').subarray(0, 13).toString('hex')));
    expect(sealed.size).toBe(100);
  });
});

for (const database of databases) {
  describe(`the vault in ${database.name}`, () => {
    let fresh: FreshDatabase;
    let folder: string;
    let source: { file: string };
    beforeEach(async () => {
      fresh = await database.create();
      folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-vault-'));
      source = { file: path.join(folder, 'data', 'master-key') };
    });
    afterEach(async () => {
      await fresh.remove();
      rmSync(folder, { recursive: true });
    });

    const open = (from: Parameters<typeof openVault>[0]['source'] = source) => openVault({ store: fresh.store, source: from, clock });
    const files = () => readdirSync(path.dirname(source.file)).sort();

    it('makes its key on the first start, for the owner alone, and finds it again', async () => {
      const vault = await open();
      expect(statSync(source.file).mode & 0o777).toBe(0o600);
      expect(Buffer.from(readFileSync(source.file, 'utf8'), 'base64').length).toBe(32);
      await vault.put(fresh.store.db, owner, { a: '1', b: 'ä' });
      await vault.put(fresh.store.db, owner, { b: '2', c: '' });
      expect(await (await open()).get('setting:x')).toEqual({ b: '2', c: '' });
      expect(await vault.get('setting:nobody')).toEqual({});
      expect(files()).toEqual(['master-key']);
    });

    it('takes a key from the configuration', async () => {
      const value = newMasterKey().toString('base64');
      await (await open({ value })).put(fresh.store.db, owner, { a: '1' });
      expect(await (await open({ value })).get('setting:x')).toEqual({ a: '1' });
      await expect(open({ value: newMasterKey().toString('base64') })).rejects.toThrow('is not the one');
    });

    it('refuses a wrong, a lost and a damaged key before anything is written', async () => {
      await open();
      const again = () => openStore({ ...fresh.options, inspect: inspectMasterKey(source) });
      await (await again()).close();
      renameSync(source.file, `${source.file}.away`);
      await expect(again()).rejects.toMatchObject({ name: 'StoreRefusal', message: expect.stringMatching(/master-key is missing .*Nothing was changed/) });
      expect(existsSync(source.file)).toBe(false);
      writeFileSync(source.file, `${newMasterKey().toString('base64')}\n`);
      await expect(again()).rejects.toThrow('is not the one the stored credentials are sealed with');
      writeFileSync(source.file, 'short');
      await expect(again()).rejects.toThrow('does not hold 32 bytes');
      await expect(open()).rejects.toThrow('does not hold 32 bytes');
    });

    it('seals everything anew with a new key, which a running service takes from its file', async () => {
      const vault = await open();
      const [former] = files().map((name) => readFileSync(path.join(folder, 'data', name), 'utf8'));
      await vault.put(fresh.store.db, owner, { a: '1' });
      await vault.put(fresh.store.db, { record: 'setting:y', serverId: null }, { b: '2' });
      const before = await createSecretRepository(fresh.store.db).all();

      const report = await rekey({ store: fresh.store, source, clock });
      expect(report.secrets).toBe(2);
      expect((await createAudit({ store: fresh.store, clock }).list({ limit: 9 })).items[0]).toMatchObject({ action: 'vault.rekey', details: { secrets: 2 } });
      expect(files()).toEqual(['master-key', `master-key.${report.formerKeyId}`]);
      expect(readFileSync(report.formerKeyFile ?? '', 'utf8')).toBe(former);
      expect(readFileSync(source.file, 'utf8')).not.toBe(former);
      expect(files().map((name) => statSync(path.join(folder, 'data', name)).mode & 0o777)).toEqual([0o600, 0o600]);
      const after = await createSecretRepository(fresh.store.db).all();
      expect(after.map((row) => row.keyId)).toEqual([report.keyId, report.keyId]);
      expect(after.every((row, index) => !row.sealed.equals(before[index]?.sealed ?? Buffer.alloc(0)))).toBe(true);

      expect(await vault.get('setting:x')).toEqual({ a: '1' });
      await vault.put(fresh.store.db, owner, { a: '3' });
      expect(await (await open()).get('setting:x')).toEqual({ a: '3' });
    });

    it('refuses to read or write with a former key from the configuration, and keeps what is there', async () => {
      const [value, next] = [newMasterKey(), newMasterKey()];
      const vault = await open({ value: value.toString('base64') });
      await vault.put(fresh.store.db, owner, { a: '1' });
      await expect(rekey({ store: fresh.store, source: { value: value.toString('base64') }, clock })).rejects.toThrow('give the new one too');
      await rekey({ store: fresh.store, source: { value: value.toString('base64') }, clock, newKey: next });
      await expect(vault.get('setting:x')).rejects.toMatchObject({ code: 'vault_locked' });
      await expect(vault.put(fresh.store.db, owner, { a: '2' })).rejects.toMatchObject({ code: 'vault_locked' });
      expect(await (await open({ value: next.toString('base64') })).get('setting:x')).toEqual({ a: '1' });
    });

    it('lets no writer put a secret under a key that is no more', async () => {
      const vault = await open();
      await vault.put(fresh.store.db, owner, { a: '1' });
      const [old] = await createSecretRepository(fresh.store.db).all();
      await rekey({ store: fresh.store, source, clock });
      await expect(createSecretRepository(fresh.store.db).put({ ...old!, record: 'setting:z' })).rejects.toThrow(/foreign key/i);
    });

    it('finishes a rekey that was cut after its commit', async () => {
      await (await open()).put(fresh.store.db, owner, { a: '1' });
      const former = readFileSync(source.file, 'utf8');
      const { formerKeyId } = await rekey({ store: fresh.store, source, clock });
      // As the crash would have left it: the new key is not in its place yet.
      renameSync(source.file, `${source.file}.new`);
      writeFileSync(source.file, former);
      rmSync(`${source.file}.${formerKeyId}`);
      await (await openStore({ ...fresh.options, inspect: inspectMasterKey(source) })).close();
      expect(await (await open()).get('setting:x')).toEqual({ a: '1' });
      expect(files()).toEqual(['master-key', `master-key.${formerKeyId}`]);
      expect(readFileSync(path.join(folder, 'data', `master-key.${formerKeyId}`), 'utf8')).toBe(former);
    });

    it('works on with the former key after a rekey that was cut before its commit', async () => {
      await (await open()).put(fresh.store.db, owner, { a: '1' });
      copyFileSync(source.file, `${source.file}.kept`);
      writeFileSync(`${source.file}.new`, `${newMasterKey().toString('base64')}\n`, { mode: 0o600 });
      expect(await (await open()).get('setting:x')).toEqual({ a: '1' });
      expect(readFileSync(source.file, 'utf8')).toBe(readFileSync(`${source.file}.kept`, 'utf8'));
      expect((await rekey({ store: fresh.store, source, clock })).secrets).toBe(1);
      expect(await (await open()).get('setting:x')).toEqual({ a: '1' });
    });

    it('changes nothing when a secret is damaged or the key can not be written', async () => {
      await (await open()).put(fresh.store.db, owner, { a: '1', b: '2' });
      const before = await createSecretRepository(fresh.store.db).all();
      await createSecretRepository(fresh.store.db).put({ ...before[1]!, sealed: before[0]!.sealed });
      await expect(rekey({ store: fresh.store, source, clock })).rejects.toThrow('The stored b of setting:x is damaged');
      await expect((await open()).get('setting:x')).rejects.toMatchObject({ code: 'unprocessable' });
      await createSecretRepository(fresh.store.db).put(before[1]!);
      expect(await (await open()).get('setting:x')).toEqual({ a: '1', b: '2' });
    });
  });
}

describe('a wrong key', () => {
  it('leaves an SQLite file as it is, byte for byte', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-key-'));
    const [file, source] = [path.join(folder, 'a.db'), { file: path.join(folder, 'master-key') }];
    const store = await openStore({ file });
    const vault = await openVault({ store, source, clock });
    await vault.put(store.db, owner, { a: '1' });
    await store.close();
    const before = readFileSync(file);
    chmodSync(source.file, 0o600);
    writeFileSync(source.file, newMasterKey().toString('base64'));
    const key = readFileSync(source.file);
    await expect(openStore({ file, inspect: inspectMasterKey(source) })).rejects.toThrow('Nothing was changed');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readFileSync(source.file).equals(key)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
