import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../src/clock.ts';
import { openVault } from '../src/fleet/vault.ts';
import { openStore, type Store } from '../src/store/open.ts';

const cli = path.join(import.meta.dirname, '../src/cli.ts');
const owner = { record: 'setting:x', serverId: null };

describe('shellwatch on the database itself', () => {
  let folder: string;
  let source: { file: string };
  let store: Store;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-database-'));
    source = { file: path.join(folder, 'master-key') };
    store = await openStore({ file: path.join(folder, 'shellwatch.db') });
    const vault = await openVault({ store, source, clock: systemClock });
    await vault.put(store.db, owner, { a: 'a secret' });
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [cli, ...args], { env: { PATH: process.env.PATH, SHELLWATCH_DATA_DIR: folder } }).then(
      ({ stdout }) => stdout,
      (error: { code: number; stderr: string }) => `exit ${error.code}: ${error.stderr}`
    );
  const backup = () => path.join(folder, 'copy.db');

  it('backs up a database in use, and says that the key is apart', async () => {
    expect(await run('backup', backup())).toMatch(/^Wrote .*copy\.db \(\d+ bytes\)\.\nKeep the master key .*master-key too/);
    expect(await run('backup', backup())).toMatch(/^exit 1: .*is there already; name a new file\.\n$/);
  });

  it('changes the master key under a service that goes on', async () => {
    const vault = await openVault({ store, source, clock: systemClock });
    const former = readFileSync(source.file, 'utf8');
    expect(await run('rekey', '--json').then((text) => JSON.parse(text) as unknown)).toMatchObject({ secrets: 1, formerKeyFile: expect.stringContaining('master-key.') });
    expect(readFileSync(source.file, 'utf8')).not.toBe(former);
    expect(await vault.get('setting:x')).toEqual({ a: 'a secret' });
    expect(await run('rekey', '--new-key-file', path.join(folder, 'none'))).toMatch(/^exit 1: There is no file/);
  });

  it('restores only when nobody uses the database, with the key of then', async () => {
    expect(await run('restore', backup())).toMatch(/^exit 1: .*in use: stop the service first/);
    await store.close();
    expect(await run('restore', backup())).toMatch(/with 0 servers\.\nThe database of before is .*\nThe backup is of before a rekey/);
    store = await openStore({ file: path.join(folder, 'shellwatch.db') });
    expect(await (await openVault({ store, source, clock: systemClock })).get('setting:x')).toEqual({ a: 'a secret' });
  });

  it('refuses to start with a lost key, as a sentence', async () => {
    renameSync(source.file, `${source.file}.away`);
    const refused = /^exit 1: The master key .* is missing .*Nothing was changed/;
    expect([await run('backup', `${backup()}2`), await run('rekey'), await run('serve')]).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(refused)));
    expect(existsSync(source.file)).toBe(false);
    renameSync(`${source.file}.away`, source.file);
  });
});
