/**
 * A real OpenSSH sshd for tests, as a child process on loopback:
 *
 *   const sshd = await startSshd({ config: ['MaxSessions 1'] });
 *   sshd.target()                          an SshTarget with a fresh key that may log in, the host key pinned
 *   sshd.target({ pinned: [] })            the same server, its host key unknown
 *   await sshd.freeze(); await sshd.thaw() SIGSTOP and SIGCONT of sshd and everything below it
 *   await sshd.restart({ newHostKeys: true })   the same address with another key: a reinstalled server
 *   sshd.count.attempts()                  authentication requests of any method seen so far
 *   await sshd.stop()                      always, in afterEach or afterAll
 *
 * Runs as the current user; as root it logs in root, or a throwaway user of `createSystemUser`.
 * `path` limits what the login finds, `toolFolder({ awk: '/usr/bin/mawk', cat: '/bin/cat' })` makes such a folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { HostKey, SshTarget } from '../src/ssh/session.ts';
import { freePort } from './freePort.ts';
import { descendants, signal, until } from './processes.ts';
import { keygenFingerprint, makeSshKey, type SshKeyPair } from './sshKey.ts';

const binary = '/usr/sbin/sshd';
export const haveSshd = existsSync(binary);

export type HostKeyKind = 'ed25519' | 'rsa' | 'ecdsa';

export interface SshdOptions {
  /** Address to listen on; `0.0.0.0` answers on all of 127.0.0.0/8. */
  listen?: string;
  hostKeys?: readonly HostKeyKind[];
  /** Public keys that may log in, besides the fresh one of `target()`. */
  authorizedKeys?: readonly string[];
  /** Lines for sshd_config; the first value of a keyword wins, and these come first. */
  config?: readonly string[];
  /** Who logs in; the current user unless told. */
  user?: string;
  /** PATH of the login. */
  path?: string;
  /** In a mount namespace of its own (needs root): what is mounted there, nobody else on this machine sees. */
  ownMounts?: boolean;
  /** A command in front of sshd's, such as unshare(1). */
  through?: readonly string[];
  /** DEBUG1, which `count` needs, costs CPU: measure with ERROR. */
  logLevel?: 'DEBUG1' | 'VERBOSE' | 'ERROR';
}

export interface Sshd {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  readonly clientKey: SshKeyPair;
  readonly hostKeys: readonly HostKey[];
  target(changes?: Partial<SshTarget>): SshTarget;
  /** Everything sshd wrote, line by line. */
  readonly log: string[];
  readonly count: { connections(): number; attempts(): number; logins(): number; rejected(): number };
  /** Resolves when a log line matches; lines from before count too. */
  waitForLog(pattern: RegExp, timeoutMs?: number): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Ends every connection and the listener, then listens again on the same port. */
  restart(options?: { newHostKeys?: boolean; downMs?: number }): Promise<void>;
  stop(): Promise<void>;
}

/** One line, as sshd takes the first SetEnv alone. */
const setEnv = (values: Record<string, string>): string[] => {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [`SetEnv ${pairs.join(' ')}`];
};

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-sshd-'));
  if (process.getuid?.() === 0) {
    // Where sshd's unprivileged half is locked in; absent until the system's own service started once.
    mkdirSync('/run/sshd', { recursive: true });
  }
  const listen = options.listen ?? '127.0.0.1';
  const host = listen === '0.0.0.0' ? '127.0.0.1' : listen;
  const user = options.user ?? userInfo().username;
  const clientKey = makeSshKey();
  const authorized = path.join(folder, 'authorized_keys');
  writeFileSync(authorized, [clientKey.publicKey, ...(options.authorizedKeys ?? []), ''].join('\n'));
  // sshd reads it as the user who logs in.
  chmodSync(folder, 0o755);
  chmodSync(authorized, 0o644);
  const port = await freePort(listen);
  const log: string[] = [];
  let hostKeys: HostKey[] = [];
  let child: ChildProcess;

  const makeHostKeys = () => {
    hostKeys = (options.hostKeys ?? ['ed25519']).map((kind) => {
      const pair = makeSshKey({ type: kind });
      writeFileSync(path.join(folder, `host_${kind}`), pair.privateKey, { mode: 0o600 });
      const [type = '', key = ''] = pair.publicKey.split(' ');
      return { type, key, fingerprint: keygenFingerprint(pair.publicKey) };
    });
  };

  const start = async () => {
    const config = path.join(folder, 'sshd_config');
    const lines = [
      ...(options.config ?? []),
      `ListenAddress ${listen}:${port}`,
      ...(options.hostKeys ?? ['ed25519']).map((kind) => `HostKey ${path.join(folder, `host_${kind}`)}`),
      `AuthorizedKeysFile ${authorized}`,
      `PidFile none`,
      `StrictModes no`,
      `UsePAM no`,
      `PermitRootLogin yes`,
      `MaxStartups 500`,
      `LogLevel ${options.logLevel ?? 'DEBUG1'}`,
      // bash reads the .bashrc of whoever runs the tests only at shell level 0, and what stands there is not ours to test
      // (one that waits for a lock would hold every login up). Users of a test's own keep theirs.
      ...setEnv({
        ...(options.user === undefined ? { SHLVL: '1' } : {}),
        ...(options.path === undefined ? {} : { PATH: options.path }),
      }),
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    const from = log.length;
    const through = options.ownMounts ? ['unshare', '--mount'] : (options.through ?? []);
    const [program = binary, ...args] = [...through, binary, '-D', '-e', '-f', config];
    child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH },
    });
    let rest = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const pieces = (rest + text).split(/\r?\n/);
      rest = pieces.pop() ?? '';
      log.push(...pieces);
    });
    await until(() => child.exitCode !== null || listening(port), 'sshd to listen');
    if (child.exitCode !== null) {
      throw new Error(`sshd did not start: ${log.slice(from).join(' | ')}`);
    }
  };

  const end = async () => {
    // The listener's end leaves its connections alive: they are ended one by one.
    const below = child.pid === undefined ? [] : descendants(child.pid);
    const gone =
      child.exitCode === null && child.signalCode === null
        ? new Promise((resolve) => child.once('exit', resolve))
        : undefined;
    for (const pid of [child.pid ?? 0, ...below.map((one) => one.pid)].filter((one) => one > 1)) {
      signal(pid, 'SIGKILL');
    }
    await gone;
  };

  const every = (pattern: RegExp) => () => log.filter((line) => pattern.test(line)).length;
  // A test that fails before it stops its server must not leave it on the machine.
  const atExit = (): void => {
    descendants(child.pid ?? 0).forEach((one) => signal(one.pid, 'SIGKILL'));
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  makeHostKeys();
  await start();
  return {
    host,
    port,
    get pid() {
      return child.pid ?? 0;
    },
    folder,
    clientKey,
    get hostKeys() {
      return hostKeys;
    },
    target: (changes = {}) => ({
      id: `sshd-${port}`,
      name: `sshd-${port}`,
      host,
      port,
      username: user,
      credential: { type: 'key', privateKey: clientKey.privateKey },
      hostKeyPolicy: 'strict',
      pinned: hostKeys,
      ...changes,
    }),
    log,
    count: {
      connections: every(/Connection from \S+ port \d+/),
      attempts: every(/userauth-request for user/),
      logins: every(/Accepted \S+ for/),
      rejected: every(/Failed \S+ for/),
    },
    waitForLog: (pattern, timeoutMs) =>
      until(() => log.some((line) => pattern.test(line)), `sshd to log ${pattern}`, timeoutMs),
    freeze() {
      const below = descendants(child.pid ?? 0);
      [child.pid ?? 0, ...below.map((one) => one.pid)].forEach((pid) => signal(pid, 'SIGSTOP'));
    },
    thaw() {
      const below = descendants(child.pid ?? 0);
      [...below.map((one) => one.pid), child.pid ?? 0].forEach((pid) => signal(pid, 'SIGCONT'));
    },
    async restart({ newHostKeys = false, downMs = 0 } = {}) {
      await end();
      if (newHostKeys) {
        makeHostKeys();
      }
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await start();
    },
    async stop() {
      process.removeListener('exit', atExit);
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether somebody listens, without connecting: a probe would be a connection in sshd's log. proc_net_tcp: 0A is LISTEN. */
function listening(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .some((line) => line.includes(`:${hex} `) && / 0A /.test(line));
}
