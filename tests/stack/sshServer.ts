import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, run, type Part } from './process.ts';

export interface SshServer extends Part {
  port: number;
  user: string;
  privateKey: string;
  hostKey: { type: string; key: string };
}

/** A real sshd on every loopback address: each of 127.x.y.z is a server of its own to the fleet. */
export async function startSshd(folder: string): Promise<SshServer> {
  const home = path.join(folder, 'ssh');
  mkdirSync(home, { recursive: true });
  for (const name of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(home, name)]);
  }
  writeFileSync(path.join(home, 'authorized_keys'), readFileSync(path.join(home, 'user.pub')), { mode: 0o600 });
  const port = await freePort();
  const lines = [`Port ${port}`, 'ListenAddress 0.0.0.0', `HostKey ${home}/host`, `AuthorizedKeysFile ${home}/authorized_keys`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin yes', 'PidFile none', 'MaxStartups 200', 'MaxSessions 50'];
  writeFileSync(path.join(home, 'sshd_config'), `${lines.join('\n')}\n`);
  mkdirSync('/run/sshd', { recursive: true });
  const part = run('sshd', folder, '/usr/sbin/sshd', ['-D', '-e', '-f', path.join(home, 'sshd_config')]);
  const [type = '', key = ''] = readFileSync(path.join(home, 'host.pub'), 'utf8').split(' ');
  return { ...part, port, user: os.userInfo().username, privateKey: readFileSync(path.join(home, 'user'), 'utf8'), hostKey: { type, key } };
}
