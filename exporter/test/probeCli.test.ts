import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loginUser } from './loginUser.ts';
import { makeSshKey } from './sshKey.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const cli = path.resolve(import.meta.dirname, '../src/cli.ts');
const when = haveSshd ? describe : describe.skip;
if (!haveSshd) {
  console.log('skipped: no sshd on this machine');
}

when('shellwatch probe', () => {
  let server: Sshd;
  let bastion: Sshd;
  const login = loginUser();
  const home = mkdtempSync(path.join(tmpdir(), 'shellwatch-home-'));
  const file = (name: string) => path.join(home, '.ssh', name);
  const keyOf = (sshd: Sshd): string => sshd.clientKey.privateKey;

  beforeAll(async () => {
    [server, bastion] = [await startSshd(login.options), await startSshd(login.options)];
    mkdirSync(path.join(home, '.ssh'), { mode: 0o700 });
    writeFileSync(file('id_ed25519'), keyOf(server), { mode: 0o600 });
    writeFileSync(file('id_bastion'), keyOf(bastion), { mode: 0o600 });
    writeFileSync(file('id_stranger'), makeSshKey().privateKey, { mode: 0o600 });
    const known = [server, bastion].map(
      ({ host, port, hostKeys: [key] }) => `[${host}]:${port} ${key?.type} ${key?.key}\n`
    );
    writeFileSync(file('known_hosts'), known.join(''));
    const user = server.target().username;
    const section = (alias: string, { host, port }: Sshd, ...more: string[]) =>
      [
        `Host ${alias}`,
        `  HostName ${host}`,
        `  Port ${port}`,
        `  User ${user}`,
        ...more.map((line) => `  ${line}`),
        '',
      ].join('\n');
    writeFileSync(
      file('config'),
      section('near', server) +
        section('bastion', bastion, 'IdentityFile ~/.ssh/id_bastion') +
        section('far', server, 'ProxyJump bastion') +
        section('unknown', server, 'UserKnownHostsFile /dev/null') +
        section('stranger', server, 'IdentityFile ~/.ssh/id_stranger', 'IdentitiesOnly yes')
    );
  });
  afterAll(async () => {
    await Promise.all([server, bastion].map((sshd) => sshd.stop()));
    rmSync(home, { recursive: true, force: true });
    login.remove();
  });

  const probe = (destination: string) =>
    new Promise<{ code: number | null; out: string; errors: string }>((resolve) => {
      const child = spawn(process.execPath, [cli, 'probe', destination], {
        env: { PATH: process.env['PATH'], HOME: home },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [out, errors] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
      child.on('close', (code) => resolve({ code, out, errors }));
    });

  it.each(['near', 'far'])('prints the metrics of a host by its name in ~/.ssh/config: %s', async (name) => {
    const { code, out, errors } = await probe(name);
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^node_load1 \d/m);
    expect(out).toMatch(/^node_uname_info\{/m);
  });
  it('sends no credential to a host whose key is not known', async () => {
    const before = server.count.attempts();
    const { code, out, errors } = await probe('unknown');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(errors).toContain(server.hostKeys[0]?.fingerprint);
    expect(errors).toContain('ssh unknown');
    expect(server.count.attempts()).toBe(before);
  });
  it('says which key was refused', async () => {
    const { code, errors } = await probe('stranger');
    expect(code).toBe(1);
    expect(errors).toMatch(/id_stranger/);
  });
  it('says what is wrong with a destination', async () => {
    expect((await probe('127.0.0.1:1')).errors).toMatch(/^127\.0\.0\.1:1: Nothing listens/);
    expect((await probe('@')).errors).toMatch(/user@host/);
  });
});
