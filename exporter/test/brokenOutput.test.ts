import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processStat, until } from './processes.ts';
import { dataFolder } from './serviceProcess.ts';

/** Starts the service with pipes, says its pid at its first line, and dies without reading more. */
const parent = `
const { spawn } = require('node:child_process');
const service = spawn(process.execPath, [process.argv[1], 'serve'], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
let text = '';
service.stdout.on('data', (part) => {
  text += part;
  const url = /"url":"([^"]+)"/.exec(text)?.[1];
  if (url) {
    process.stdout.write(JSON.stringify({ pid: service.pid, url }), () => process.kill(process.pid, 'SIGKILL'));
  }
});
`;

/** Whoever inherits orphans here may not reap them. */
const isAlive = (pid: number): boolean => !['Z', undefined].includes(processStat(pid)?.state);

describe('a service whose parent died', () => {
  let data: ReturnType<typeof dataFolder>;
  let pid: number | undefined;
  beforeEach(() => {
    data = dataFolder();
  });
  afterEach(() => {
    if (pid !== undefined && isAlive(pid)) {
      process.kill(pid, 'SIGKILL');
    }
    data.remove();
  });

  it('goes on without a log, and ends when told to', async () => {
    const child = spawn(process.execPath, ['-e', parent, path.resolve(import.meta.dirname, '../src/cli.ts')], {
      env: { PATH: process.env['PATH'], HOME: data.folder, ...data.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (told += part));
    await once(child, 'close');
    const service = JSON.parse(told) as { pid: number; url: string };
    pid = service.pid;

    // Each refused login is a line of the log that nobody reads.
    for (let count = 0; count < 5; count += 1) {
      expect((await fetch(`${service.url}/api/v1/servers`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(403);
    }
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    process.kill(service.pid, 'SIGTERM');
    await until(() => !isAlive(service.pid), 'the end of the service', 5_000);
  });
});
