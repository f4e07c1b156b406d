import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { getPriority } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { descendants, threads } from './processes.ts';
import { eventually } from './service.ts';
import { dataFolder, runCli, startServiceProcess } from './serviceProcess.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

describe('the service as a process', () => {
  let data: ReturnType<typeof dataFolder>;
  beforeEach(() => {
    data = dataFolder();
  });
  afterEach(() => data.remove());
  const cli = async (url: string, ...args: string[]) => {
    const ended = await runCli(args, { ...data.env, SHELLWATCH_URL: url }).ended;
    return ended;
  };

  it('makes its secrets on first start, for the owner alone, and never prints them', async () => {
    const service = await startServiceProcess(data.env);
    service.kill('SIGTERM');
    const { code, stdout, stderr } = await service.ended;
    expect(code).toBe(0);
    expect(readdirSync(data.folder).sort()).toEqual(expect.arrayContaining(['admin-token', 'master-key', 'shellwatch.db']));
    for (const file of ['admin-token', 'master-key']) {
      expect(statSync(path.join(data.folder, file)).mode & 0o777).toBe(0o600);
      expect(stdout + stderr).not.toContain(readFileSync(path.join(data.folder, file), 'utf8').trim());
    }
    expect(stdout).toContain(path.join(data.folder, 'admin-token'));
  });

  it('gives back memory once its start is over, and lets the thread that polls and answers go before those that collect garbage', async () => {
    const startOver = 'const wait = setTimeout; globalThis.setTimeout = (done, ms, ...rest) => wait(done, ms === 120_000 ? 0 : ms, ...rest); const { gc } = globalThis; globalThis.gc = (how) => { gc(how); console.log(`collected ${how.flavor}`); }';
    const nices = ({ pid }: { pid: number }) => {
      const of = (found: (thread: { pid: number; name: string }) => boolean) => [...new Set(threads(pid).filter(found).map(({ nice }) => nice))];
      return JSON.stringify({ main: of((thread) => thread.pid === pid), helpers: of(({ name }) => name === 'V8Worker') });
    };
    const own = getPriority();
    const starting = await startServiceProcess(data.env);
    expect(nices(starting)).toBe(JSON.stringify({ main: [own], helpers: [own] }));
    starting.kill('SIGTERM');
    expect((await starting.ended).code).toBe(0);
    const service = await startServiceProcess({ ...data.env, NODE_OPTIONS: `--expose-gc --import "data:text/javascript,${encodeURIComponent(startOver)}"` });
    await service.line(/^collected last-resort$/);
    const yielding = JSON.stringify({ main: [own], helpers: [Math.min(own + 10, 19)] });
    await eventually(() => Promise.resolve(nices(service) === yielding), () => `${yielding}, not ${nices(service)}`);
    service.kill('SIGTERM');
    expect((await service.ended).code).toBe(0);
  });

  it('names every wrong setting at once and starts nothing', async () => {
    const { code, stderr } = await runCli(['serve'], { ...data.env, SHELLWATCH_POLL_INTERVAL: 'soon', SHELLWATCH_LISTEN: 'here', SHELLWATCH_COLLECTOR_FILESYSTEM_FS_TYPES_EXCLUDE: '(', SHELLWATCH_COLLECTOR_CPU: 'perhaps' }).ended;
    expect(code).toBe(1);
    expect(stderr.split('\n').filter((line) => line.includes('SHELLWATCH_'))).toHaveLength(4);
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(data.folder)).toEqual([]);
  });

  it('says so when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { code, stderr } = await runCli(['serve'], { ...data.env, SHELLWATCH_LISTEN: `127.0.0.1:${(other.address() as AddressInfo).port}` }).ended;
    other.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining('Set SHELLWATCH_LISTEN to another address')]);
  });

  it('refuses to start with a lost or another master key, and touches nothing', async () => {
    const service = await startServiceProcess(data.env);
    const added = await runCli(['servers', 'add', 'web1', 'u@192.0.2.1', '--password', '--disabled'], { ...data.env, SHELLWATCH_URL: service.url }, 'hunter2\n').ended;
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Added web1') });
    service.kill('SIGTERM');
    await service.ended;
    const database = () => readFileSync(path.join(data.folder, 'shellwatch.db'));
    const before = database();
    expect(before.includes('hunter2')).toBe(false);
    const keyFile = path.join(data.folder, 'master-key');
    writeFileSync(keyFile, `${Buffer.alloc(32, 1).toString('base64')}\n`);
    const { code, stderr } = await runCli(['serve'], data.env).ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining('master key')]);
    expect(database().equals(before)).toBe(true);
    expect(readFileSync(keyFile, 'utf8')).toBe(`${Buffer.alloc(32, 1).toString('base64')}\n`);
  });

  (haveSshd ? it : it.skip)('ends within 5 s of SIGTERM, sessions closed and no remote process left; kill -9 loses nothing', async () => {
    const sshd: Sshd = await startSshd();
    let service = await startServiceProcess(data.env);
    try {
      const { username } = sshd.target();
      const keyFile = path.join(data.folder, 'id');
      writeFileSync(keyFile, sshd.clientKey.privateKey, { mode: 0o600 });
      expect(await cli(service.url, 'servers', 'add', 'web1', `${username}@${sshd.host}:${sshd.port}`, '--key', keyFile, '--tag', 'role=web')).toMatchObject({ code: 0 });
      await cli(service.url, 'servers', 'test', 'web1');
      expect(await cli(service.url, 'servers', 'accept', 'web1', sshd.hostKeys[0]?.fingerprint as string)).toMatchObject({ code: 0, stdout: expect.stringContaining('verified') });
      await service.line(/web1 is up/);

      service.kill('SIGKILL');
      await service.ended;
      service = await startServiceProcess(data.env);
      await service.line(/web1 is up/);
      expect((await cli(service.url, '--json', 'servers', 'show', 'web1')).stdout).toContain('"role": "web"');

      const began = Date.now();
      service.kill('SIGTERM');
      expect(await service.ended).toMatchObject({ code: 0, stderr: '' });
      expect(Date.now() - began).toBeLessThan(5_000);
      await eventually(async () => descendants(sshd.pid).length === 0, () => `sessions of sshd to end: ${descendants(sshd.pid).map(({ name }) => name).join(' ')}`, 5_000);
    } finally {
      service.kill('SIGKILL');
      await sshd.stop();
    }
  });
});
