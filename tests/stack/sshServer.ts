import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { answersTcp, freePort, run, type Part } from './process.ts';

export interface SshServer extends Part {
  port: number;
  user: string;
  privateKey: string;
  hostKey: { type: string; key: string };
  /** Shows another host key from now on, as a machine does that was installed anew. */
  rekey: () => Promise<void>;
}

const makeKey = (file: string) => {
  rmSync(file, { force: true });
  rmSync(`${file}.pub`, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
};

const childrenOf = (pid: number | undefined) => {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '').map(Number);
};

/** A real sshd on every loopback address: each of 127.x.y.z is a server of its own to the fleet. */
export async function startSshd(folder: string, name = 'sshd'): Promise<SshServer> {
  const home = path.join(folder, name);
  mkdirSync(home, { recursive: true });
  makeKey(path.join(home, 'host'));
  makeKey(path.join(home, 'user'));
  writeFileSync(path.join(home, 'authorized_keys'), readFileSync(path.join(home, 'user.pub')), { mode: 0o600 });
  const port = await freePort();
  const lines = [`Port ${port}`, 'ListenAddress 0.0.0.0', `HostKey ${home}/host`, `AuthorizedKeysFile ${home}/authorized_keys`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin yes', 'PidFile none', 'MaxStartups 200', 'MaxSessions 50'];
  writeFileSync(path.join(home, 'sshd_config'), `${lines.join('\n')}\n`);
  mkdirSync('/run/sshd', { recursive: true });
  let part: ReturnType<typeof run>;
  const start = async () => {
    part = run(name, folder, '/usr/sbin/sshd', ['-D', '-e', '-f', path.join(home, 'sshd_config')]);
    await answersTcp(port, 10_000);
  };
  await start();
  const [type = '', key = ''] = readFileSync(path.join(home, 'host.pub'), 'utf8').split(' ');
  return {
    name,
    port,
    user: os.userInfo().username,
    privateKey: readFileSync(path.join(home, 'user'), 'utf8'),
    hostKey: { type, key },
    stop: async () => part.stop(),
    rekey: async () => {
      // Sessions outlive the daemon that took them; those of a machine that is installed anew do not.
      const sessions = childrenOf(part.process.pid);
      await part.stop();
      spawnSync('kill', sessions.map(String));
      makeKey(path.join(home, 'host'));
      await start();
    },
  };
}
