import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { descendants, until } from './processes.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const run = promisify(execFile);

/** The test kit itself, seen by the real ssh client. */
(haveSshd ? describe : describe.skip)('startSshd', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  const ssh = (...command: string[]) => {
    const key = path.join(sshd.folder, 'client');
    const known = path.join(sshd.folder, 'known_hosts');
    writeFileSync(key, sshd.clientKey.privateKey, { mode: 0o600 });
    writeFileSync(known, sshd.hostKeys.map((one) => `[${sshd.host}]:${sshd.port} ${one.type} ${one.key}\n`).join(''));
    const options = ['-o', `UserKnownHostsFile=${known}`, '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5'];
    const target = [`${sshd.target().username}@${sshd.host}`, '-p', String(sshd.port)];
    return run('ssh', ['-F', 'none', '-i', key, ...options, ...target, ...command]);
  };

  it('lets the fresh key in under the pinned host key and counts it', async () => {
    expect((await ssh('echo', 'hello')).stdout).toBe('hello\n');
    await until(() => sshd.count.logins() === 1, 'the login to be logged');
    expect(sshd.count.connections()).toBe(1);
    expect(sshd.count.attempts()).toBeGreaterThanOrEqual(1);
  });

  it('answers again at the same address after a restart, with another key when asked', async () => {
    const before = sshd.hostKeys[0]?.fingerprint;
    const { port } = sshd;
    await sshd.restart({ newHostKeys: true });
    expect(sshd.port).toBe(port);
    expect(sshd.hostKeys[0]?.fingerprint).not.toBe(before);
    expect((await ssh('echo', 'again')).stdout).toBe('again\n');
  });

  it('leaves no process behind', async () => {
    const other = await startSshd();
    const { pid } = other;
    await other.stop();
    expect(descendants(pid)).toEqual([]);
  });
});
