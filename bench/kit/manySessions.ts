import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'undici';
import { descendants, until } from '../../exporter/test/processes.ts';
import { startSshd, type Sshd } from '../../exporter/test/sshd.ts';
import { bundleExporter } from '../../scripts/bundleExporter.ts';
import { atEnd } from './atEnd.ts';
import { loginUser } from './loginUser.ts';
import { npmStart } from './npmStart.ts';

const root = path.resolve(import.meta.dirname, '../..');
const adminToken = `bench-${'x'.repeat(40)}`;

export interface ManySessions {
  pid: number;
  sessions: number;
  get(path: string): Promise<{ status: number; text: string }>;
  /** From now on the servers' processes leave a core free, as servers elsewhere leave all of them; false where there is one. */
  leaveCore(): boolean;
  stop(): Promise<void>;
}

/** So many sessions share an sshd, which makes some 200 processes with those of their readers: what a server has. */
const sessionsPerSshd = 40;
/**
 * Each sshd sees its own processes alone. Otherwise every server would count the processes of all of them, a thousand times
 * what servers apart from each other have to do.
 */
const apart = process.getuid?.() === 0 ? ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] : [];

/** Cpus_allowed_list of proc(5): "0-1", "0", "1-3,5". */
function runsOnFirstCore(pid: number): boolean {
  try {
    return /^Cpus_allowed_list:\t0\b/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

/** Every sshd ends itself with the process. */
process.setMaxListeners(0);

const startSshds = (sessions: number): Promise<Sshd[]> =>
  Promise.all(
    Array.from({ length: Math.ceil(sessions / sessionsPerSshd) }, () =>
      startSshd({ ...loginUser(), listen: '0.0.0.0', logLevel: 'ERROR', through: apart })
    )
  );

/**
 * The real service as a process of its own, with everything it does beside polling, and sessions to real sshds, each at an
 * address of its own in 127.0.0.0/8.
 */
async function start(sessions: number): Promise<ManySessions> {
  await bundleExporter();
  const sshds = await startSshds(sessions);
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-bench-'));
  const env = {
    ...npmStart.settings,
    PATH: process.env['PATH'],
    SHELLWATCH_LISTEN: '127.0.0.1:0',
    SHELLWATCH_DATA_DIR: folder,
    SHELLWATCH_ADMIN_TOKEN: adminToken,
    SHELLWATCH_POLL_INTERVAL: '15s',
    // To look closer: BENCH_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/profile'.
    NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'],
  };
  // A session of its own, as a service manager gives it: the kernel shares the processor out between sessions first, and its
  // turns are neither those of the clients nor of the sshds.
  const child = spawn(process.execPath, npmStart.command, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-100_000)));
  await until(() => /"msg":"listening"/.test(log) || child.exitCode !== null, 'the service to listen', 20_000);
  const url = /"url":"([^"]+)"/.exec(log)?.[1] ?? '';
  const dispatcher = new Agent({ connections: 4 });
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  const get = async (target: string) => {
    const reply = await request(url + target, { headers, dispatcher });
    return { status: reply.statusCode, text: await reply.body.text() };
  };
  const leaveCore = () => {
    const cores = availableParallelism();
    const onFirst = () => descendants(process.pid).filter(({ pid }) => pid !== child.pid && runsOnFirstCore(pid));
    for (let turns = 3; cores > 1 && turns > 0; turns -= 1) {
      // One that ended meanwhile is no matter, so a failure shows below: by who is still there.
      const each = `for pid; do taskset -cp 1-${cores - 1} "$pid"; done >/dev/null 2>&1; true`;
      execFileSync('sh', ['-c', each, 'sh', ...onFirst().map(({ pid }) => String(pid))]);
    }
    const left = cores > 1 ? onFirst().length : 0;
    if (left > 0) {
      throw new Error(`taskset left ${left} processes of the servers on the first core`);
    }
    return cores > 1;
  };
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    await dispatcher.close();
    await Promise.all(sshds.map((sshd) => sshd.stop()));
    rmSync(folder, { recursive: true, force: true });
  };

  const add = async (number: number): Promise<void> => {
    const sshd = sshds[number % sshds.length] as Sshd;
    const { port, username, credential } = sshd.target();
    const [hostKey] = sshd.hostKeys;
    const privateKey = 'privateKey' in credential ? credential.privateKey : '';
    const body = JSON.stringify({
      name: `server-${number}`,
      host: `127.${1 + (number >> 8)}.${number & 255}.1`,
      port,
      username,
      auth: { type: 'key', privateKey },
      hostKey: { type: hostKey?.type, key: hostKey?.key },
    });
    const reply = await request(`${url}/api/v1/servers`, { method: 'POST', headers, body, dispatcher });
    const text = await reply.body.text();
    if (reply.statusCode !== 201) {
      throw new Error(`adding a server: ${reply.statusCode} ${text}`);
    }
  };
  try {
    for (let number = 0; number < sessions; number += 1) {
      await add(number);
    }
    const end = Date.now() + 300_000;
    for (let up = 0; up < sessions;) {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      up = (JSON.parse((await get('/api/v1/status/realtime')).text) as { totals: { up: number } }).totals.up;
      if (Date.now() > end) {
        throw new Error(`only ${up} of ${sessions} servers are up`);
      }
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, sessions, get, leaveCore, stop };
}

let shared: Promise<ManySessions> | undefined;

/** Started once for all rows that want it. */
export function manySessions(): Promise<ManySessions> {
  shared ??= start(Number(process.env['BENCH_SESSIONS'] ?? 1_000)).then((many) => {
    atEnd(many.stop);
    return many;
  });
  return shared;
}
