import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { descendants, until } from './processes.ts';

const demo = path.resolve(import.meta.dirname, '../src/demo.ts');
const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

function startDemo(folder: string) {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    SHELLWATCH_LISTEN: '127.0.0.1:0',
    SHELLWATCH_DATA_DIR: path.join(folder, 'data'),
  };
  const child = spawn(process.execPath, [demo], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const said = { text: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.text += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    child,
    said,
    ended,
    ready: () => until(() => said.text.includes('Ctrl-C') || child.exitCode !== null, 'the demo to report', 20_000),
  };
}

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-demo-'));
  folders.push(folder);
  return folder;
};

describe('npm run demo', () => {
  it('shows this machine at once, in text that promtool accepts, and ends cleanly', async () => {
    const { child, said, ended, ready } = startDemo(newFolder());
    await ready();
    expect(said.errors).toBe('');
    const [, families = '0', samples = '0'] = /Read (\d+) families, (\d+) samples/.exec(said.text) ?? [];
    expect(Number(families)).toBeGreaterThan(150);
    expect(Number(samples)).toBeGreaterThan(Number(families));
    const url = /(http:\S+)\/probe\?target=demo/.exec(said.text)?.[1] ?? '';
    for (const page of ['/probe?target=demo', '/metrics']) {
      const text = await (await fetch(url + page)).text();
      expect(text).toMatch(page === '/metrics' ? /^node_load1\{instance="demo"\} /m : /^node_load1 /m);
      const promtool = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      if (promtool.error === undefined) {
        // What node_exporter's own names cause: counters without _total, units.
        const lines = promtool.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('node_'));
        expect(lines).toEqual([]);
      } else {
        console.log('skipped: no promtool on this machine');
      }
    }
    const below = descendants(child.pid ?? 0).map(({ pid }) => pid);
    expect(below.length).toBeGreaterThan(0);
    const from = Date.now();
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(Date.now() - from).toBeLessThan(5_000);
    await until(
      () => below.every((pid) => spawnSync('kill', ['-0', String(pid)]).status !== 0),
      'all commands to end',
      2_000
    );
  }, 60_000);

  it('forgets the server of a demo that was killed', async () => {
    const folder = newFolder();
    const first = startDemo(folder);
    await first.ready();
    first.child.kill('SIGKILL');
    await first.ended;
    const second = startDemo(folder);
    await second.ready();
    const url = /(http:\S+)\/sd/.exec(second.said.text)?.[1] ?? '';
    const groups = (await (await fetch(`${url}/sd`)).json()) as Array<{ targets: string[] }>;
    expect(groups.map(({ targets }) => targets)).toEqual([['demo']]);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 60_000);
});
