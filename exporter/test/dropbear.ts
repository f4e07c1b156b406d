/** A dropbear on loopback, the small SSH server of routers and rescue systems; as root, with a throwaway user. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hostKeyOf } from '../src/ssh/fingerprint.ts';
import type { SshTarget } from '../src/ssh/session.ts';
import { descendants, signal, until } from './processes.ts';
import { freePort } from './freePort.ts';
import { makeSshKey } from './sshKey.ts';
import { canMakeUsers, createSystemUser } from './systemUser.ts';

const binary = '/usr/sbin/dropbear';
export const haveDropbear = existsSync(binary) && canMakeUsers;

export interface Dropbear {
  readonly pid: number;
  target(changes?: Partial<SshTarget>): SshTarget;
  stop(): Promise<void>;
}

export async function startDropbear(): Promise<Dropbear> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-dropbear-'));
  const key = path.join(folder, 'host_ed25519');
  const words = execFileSync('dropbearkey', ['-t', 'ed25519', '-f', key], { encoding: 'utf8', stdio: 'pipe' });
  const hostKey = hostKeyOf(Buffer.from(/ssh-ed25519 (\S+)/.exec(words)?.[1] ?? '', 'base64'));
  const clientKey = makeSshKey();
  const user = createSystemUser('/bin/sh');
  user.write('.ssh/authorized_keys', `${clientKey.publicKey}\n`);
  execFileSync('chmod', ['700', path.join(user.home, '.ssh')]);
  const port = await freePort();
  const child = spawn(binary, ['-F', '-E', '-r', key, '-p', `127.0.0.1:${port}`, '-P', path.join(folder, 'pid')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += String(chunk)));
  await until(() => existsSync(path.join(folder, 'pid')) || child.exitCode !== null, 'dropbear to listen');
  if (child.exitCode !== null) {
    throw new Error(`dropbear did not start: ${log}`);
  }
  return {
    pid: child.pid ?? 0,
    target: (changes = {}) => ({
      id: `dropbear-${port}`,
      name: `dropbear-${port}`,
      host: '127.0.0.1',
      port,
      username: user.name,
      credential: { type: 'key', privateKey: clientKey.privateKey },
      hostKeyPolicy: 'strict',
      pinned: [hostKey],
      ...changes,
    }),
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      [...descendants(child.pid ?? 0).map((one) => one.pid), child.pid ?? 0].forEach((pid) => signal(pid, 'SIGKILL'));
      await gone;
      user.remove();
      rmSync(folder, { recursive: true });
    },
  };
}
