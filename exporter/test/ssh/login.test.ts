import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Step } from '../../src/ssh/session.ts';
import { startFakeServer } from '../fakeServer.ts';
import { signal, until } from '../processes.ts';
import { freePort } from '../freePort.ts';
import { haveSshd, startSshd, type Sshd } from '../sshd.ts';
import { makeSshKey, signUserCertificate } from '../sshKey.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from '../systemUser.ts';
import { failureOf, open } from './open.ts';

(haveSshd ? describe : describe.skip)('logins on a real sshd', () => {
  const authority = makeSshKey();
  const keys = { ed25519: makeSshKey(), ecdsa: makeSshKey({ type: 'ecdsa' }), rsa: makeSshKey({ type: 'rsa' }) };
  const locked = makeSshKey({ passphrase: 'hush hush' });
  let folder: string;
  let sshd: Sshd;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-login-'));
    writeFileSync(path.join(folder, 'ca.pub'), authority.publicKey);
    sshd = await startSshd({
      config: [`TrustedUserCAKeys ${path.join(folder, 'ca.pub')}`, 'Banner /etc/hostname'],
      authorizedKeys: [...Object.values(keys), locked].map((pair) => pair.publicKey),
    });
  });
  afterAll(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(['ed25519', 'ecdsa', 'rsa'] as const)('lets an %s key in', async (type) => {
    const session = await open(sshd.target({ credential: { type: 'key', privateKey: keys[type].privateKey } }));
    expect((await session.exec('echo in', { timeoutMs: 5000 })).stdout.toString()).toBe('in\n');
    await session.close();
  });

  it('lets a key with a passphrase in', async () => {
    const credential = { type: 'key', privateKey: locked.privateKey, passphrase: 'hush hush' } as const;
    await (await open(sshd.target({ credential }))).close();
  });

  it('does not even connect with a credential that can not be used', async () => {
    const before = sshd.count.connections();
    const credentials = [
      { type: 'key', privateKey: locked.privateKey, passphrase: 'wrong' },
      { type: 'key', privateKey: 'no key' },
      {
        type: 'key',
        privateKey: keys.rsa.privateKey,
        certificate: signUserCertificate(authority, keys.ed25519.publicKey, 'root'),
      },
      { type: 'agent', socket: path.join(folder, 'nobody.sock') },
      { type: 'agent' },
    ] as const;
    for (const credential of credentials) {
      expect((await failureOf(open(sshd.target({ credential })))).reason).toBe('credential');
    }
    expect(sshd.count.connections()).toBe(before);
  });

  it.each(['ed25519', 'ecdsa', 'rsa'] as const)(
    'lets a user certificate of an %s key in, whose key alone is unknown',
    async (type) => {
      const pair = makeSshKey({ type });
      const target = sshd.target();
      const certificate = signUserCertificate(authority, pair.publicKey, target.username);
      const session = await open({ ...target, credential: { type: 'key', privateKey: pair.privateKey, certificate } });
      expect((await session.exec('echo in', { timeoutMs: 5000 })).stdout.toString()).toBe('in\n');
      await session.close();
      const stranger = signUserCertificate(makeSshKey(), pair.publicKey, target.username);
      const failure = await failureOf(
        open({ ...target, credential: { type: 'key', privateKey: pair.privateKey, certificate: stranger } })
      );
      expect(failure).toMatchObject({ reason: 'auth_failed', detail: expect.stringContaining('certificate') });
    }
  );

  it('calls a refused key auth_failed, after one request, and says what the server takes', async () => {
    const before = sshd.count.attempts();
    const failure = await failureOf(
      open(sshd.target({ credential: { type: 'key', privateKey: makeSshKey().privateKey } }))
    );
    expect(failure).toMatchObject({
      reason: 'auth_failed',
      detail: expect.stringMatching(/publickey was refused; the server takes .*publickey/),
    });
    await until(() => sshd.count.attempts() - before >= 2, 'the log');
    expect(sshd.count.attempts() - before).toBe(2);
  });

  it('tells each step with its time', async () => {
    const steps: Step[] = [];
    const session = await open(sshd.target(), { onStep: (step) => steps.push(step) });
    await session.prepare(AbortSignal.timeout(10_000), (step) => steps.push(step));
    expect(steps.map((step) => step.name)).toEqual(['dns', 'tcp', 'kex', 'host_key', 'login', 'shell', 'reader']);
    expect(steps.every((step) => step.failure === undefined && step.ms >= 0)).toBe(true);
    expect(steps[4]?.detail).toMatch(/, curve25519-sha256.*, aes128-gcm@openssh\.com$/);
    await session.close();
  });

  it('fails at the step that fails', async () => {
    const steps: Step[] = [];
    await failureOf(open(sshd.target({ port: await freePort() }), { onStep: (step) => steps.push(step) }));
    expect(steps.at(-1)).toMatchObject({ name: 'tcp', failure: { reason: 'refused' } });
    await failureOf(open(sshd.target({ host: 'no-such-name.invalid' }), { onStep: (step) => steps.push(step) }));
    expect(steps.at(-1)).toMatchObject({ name: 'dns', failure: { reason: 'dns' } });
  });

  describe('with an agent', () => {
    let agent: ChildProcess;
    let socket: string;
    const add = (privateKey: string) => {
      const file = path.join(folder, 'agent-key');
      writeFileSync(file, privateKey, { mode: 0o600 });
      const child = spawn('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
      return new Promise((resolve) => child.on('close', resolve));
    };
    beforeAll(async () => {
      socket = path.join(folder, 'agent.sock');
      agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
      await until(() => isSocket(socket), 'the agent');
    });
    afterAll(() => signal(agent.pid ?? 0, 'SIGTERM'));

    it('refuses an empty one clearly, then logs in by the key it holds', async () => {
      const credential = { type: 'agent' } as const;
      const empty = await failureOf(open(sshd.target({ credential }), { agentSocket: socket }));
      expect(empty).toMatchObject({ reason: 'credential', detail: expect.stringContaining('ssh-add') });
      await add(makeSshKey().privateKey);
      await add(keys.rsa.privateKey);
      await (await open(sshd.target({ credential }), { agentSocket: socket })).close();
      await (await open(sshd.target({ credential: { type: 'agent', socket } }))).close();
    });
  });

  it('says kex when the server only knows old algorithms', async () => {
    const old = await startSshd({ config: ['KexAlgorithms diffie-hellman-group14-sha1'] });
    expect(await failureOf(open(old.target()))).toMatchObject({ reason: 'kex' });
    expect(old.count.attempts()).toBe(0);
    await old.stop();
  });

  it('stays through new key exchanges', async () => {
    const often = await startSshd({ config: ['RekeyLimit 20K'] });
    const session = await open(often.target());
    for (let round = 0; round < 8; round += 1) {
      const { stdout } = await session.exec('head -c 60000 /dev/zero', { timeoutMs: 10_000 });
      expect(stdout.length).toBe(60_000);
    }
    await until(() => often.log.filter((line) => /rekey/.test(line)).length > 3, 'rekeys to be logged');
    await session.close();
    await often.stop();
  });

  (canMakeUsers ? describe : describe.skip)('with a password', () => {
    let user: SystemUser;
    beforeAll(() => {
      user = createSystemUser('/bin/sh', { password: 'open sesame' });
    });
    afterAll(() => user.remove());

    it('uses password, and keyboard-interactive where only that is offered', async () => {
      const credential = { type: 'password', password: 'open sesame' } as const;
      const plain = await startSshd({ user: user.name });
      await (await open(plain.target({ credential }))).close();
      const before = plain.count.rejected();
      expect(
        await failureOf(open(plain.target({ credential: { type: 'password', password: 'wrong' } })))
      ).toMatchObject({ reason: 'auth_failed' });
      await until(() => plain.count.rejected() > before, 'the log');
      expect(plain.count.rejected() - before).toBe(1);
      await plain.stop();
      const asking = await startSshd({
        user: user.name,
        config: ['PasswordAuthentication no', 'KbdInteractiveAuthentication yes', 'UsePAM yes'],
      });
      await (await open(asking.target({ credential }))).close();
      await (await open(asking.target({ credential: { ...credential, type: 'keyboard-interactive' } }))).close();
      const none = await failureOf(open(asking.target({ credential: { type: 'password', password: 'wrong' } })));
      expect(none.reason).toBe('auth_failed');
      await asking.stop();
    });

    it('says so when a key is not enough', async () => {
      const both = await startSshd({ user: user.name, config: ['AuthenticationMethods publickey,password'] });
      expect(await failureOf(open(both.target()))).toMatchObject({
        reason: 'auth_failed',
        detail: expect.stringMatching(/accepted, but the server also asks for password/),
      });
      await both.stop();
    });
  });
});

describe('logins on a server that misbehaves', () => {
  it('says so when it takes no method of ours, and sends no password', async () => {
    const server = await startFakeServer({ onAuth: (context) => context.reject(['hostbased']) });
    const failure = await failureOf(open(server.target()));
    expect(failure).toMatchObject({ reason: 'auth_failed', detail: expect.stringContaining('takes hostbased') });
    expect(server.attempts).toEqual(['none']);
    await server.stop();
  });
});

function isSocket(socket: string): boolean {
  try {
    return statSync(socket).isSocket();
  } catch {
    return false;
  }
}
