import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { pythonVenv } from './pythonVenv.ts';
import { eventually, startTestService, type TestService } from './service.ts';

const root = path.resolve(import.meta.dirname, '../..');
const venv = pythonVenv('websockets-15', 'websockets==15.*', (folder) => void execFileSync(path.join(folder, 'bin/python'), ['-c', 'import websockets'], { stdio: 'pipe' }));

(venv === undefined ? describe.skip : describe)("docs/examples/feed.py, a stranger's client (skipped where Python's websockets can not be had)", () => {
  let service: TestService;
  beforeAll(async () => {
    // The shortest life of a connection, so that the client has to come back.
    service = await startTestService({ SHELLWATCH_FEED_MAX_AGE: '10s' });
  });
  afterAll(() => service?.stop());

  it('hears the state and each change, and loses none over a broken connection', async () => {
    const add = (name: string) => service.client.createServer({ body: { name, host: '192.0.2.1', username: 'u', enabled: false, auth: { type: 'agent' } } });
    await add('first');
    const child = spawn(path.join(venv as string, 'bin/python'), ['docs/examples/feed.py', '--seconds', '16'], { cwd: root, env: { PATH: process.env['PATH'], SHELLWATCH_URL: service.url, SHELLWATCH_TOKEN: service.adminToken } });
    let [out, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const hears = (text: string) => eventually(async () => out.includes(text), () => `${text}; it said ${out} ${error}`, 20_000);
    await hears("1 servers: {'up': 0");
    await add('second');
    await hears('second is paused');
    await hears('bye:');
    // Between the end of one connection and the next.
    await add('third');
    await hears('third is paused');
    await hears('resumed, nothing was missed');
    expect(out.match(/a snapshot follows/g)).toHaveLength(1);
    expect(out.match(/third is paused/g)).toHaveLength(1);
    expect([await ended, error]).toEqual([0, '']);
  }, 60_000);
});
