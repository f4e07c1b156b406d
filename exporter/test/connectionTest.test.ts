import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConnectionTest, UnsavedServerTest } from '../../contract/connectionTest.ts';
import { systemClock } from '../src/clock.ts';
import { collectAll } from '../src/collectors/collectAll.ts';
import { loadavg } from '../src/collectors/loadavg.ts';
import { meminfo } from '../src/collectors/meminfo.ts';
import { createConnectionTests, type ConnectionTests } from '../src/fleet/connectionTest.ts';
import { createFirstRead } from '../src/fleet/firstRead.ts';
import { sourcesOf } from '../src/snapshot/sources.ts';
import { openSession } from '../src/ssh/connect.ts';
import { SshFailure, type Session } from '../src/ssh/session.ts';
import { databases, type TestDatabase } from './databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from './fleet.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { makeSshKey } from './sshKey.ts';
import { canMakeUsers, createSystemUser } from './systemUser.ts';

const collectors = [loadavg, meminfo];
const firstRead = createFirstRead({
  sources: sourcesOf(collectors),
  collect: (snapshot) => collectAll(collectors, snapshot, () => performance.now()).families,
  clock: systemClock,
  nonce: () => 'nonce',
});
const never = new AbortController().signal;
/** What became of each step, as one word each. */
const outcome = (report: ConnectionTest) => report.steps.map(({ step, status, reason }) => `${step}:${reason ?? status}`).join(' ');

const suite = haveSshd ? describe : describe.skip;
if (!haveSshd) {
  console.warn('connection tests are skipped: there is no sshd here');
}

suite('a connection test against a real sshd', () => {
  let fleet: TestFleet;
  let sshd: Sshd;
  let tests: ConnectionTests;
  const jumps: Session[] = [];
  beforeAll(async () => {
    fleet = await createTestFleet(databases[0] as TestDatabase);
    sshd = await startSshd();
    const jumpSession = async (id: string): Promise<Session> => {
      const session = await openSession(await fleet.directory.target(id), { clock: systemClock, deadlineMs: 5_000 });
      jumps.push(session);
      return session;
    };
    tests = createConnectionTests({ store: fleet.store, directory: fleet.directory, open: openSession, jumpSession, firstRead, clock: systemClock });
  });
  afterAll(async () => {
    await sshd.stop();
    await fleet.remove();
  });

  const key = () => ({ type: 'key', privateKey: sshd.clientKey.privateKey }) as const;
  const input = (change: Partial<UnsavedServerTest> = {}): UnsavedServerTest => ({
    host: sshd.host,
    port: sshd.port,
    username: sshd.target().username,
    jump: null,
    auth: key(),
    ...change,
  });
  const unsaved = (change: Partial<UnsavedServerTest> = {}) => tests.unsaved(input(change), never);
  const fingerprint = () => sshd.hostKeys[0]?.fingerprint ?? '';
  const save = (name: string, change = {}) =>
    fleet.servers.create(newServer(name, { host: sshd.host, port: sshd.port, username: sshd.target().username, auth: key(), ...change }), admin);
  const ownKey = () => ({ type: sshd.hostKeys[0]?.type ?? '', key: sshd.hostKeys[0]?.key ?? '' });
  const allSkippedAfterHostKey = 'login:skipped shell:skipped reader:skipped first_read:skipped';

  it('shows the host key of an unknown server and sends it no credential', async () => {
    const report = await unsaved();
    expect(outcome(report)).toBe(`dns:ok tcp:ok kex:ok host_key:host_key_unverified ${allSkippedAfterHostKey}`);
    expect(report).toMatchObject({ ok: false, hostKeyState: 'unverified', hostKey: sshd.hostKeys[0], rung: null, families: null });
    expect(report.steps[3]?.advice).toContain('compare its fingerprint');
    expect(sshd.count.attempts()).toBe(0);
  });

  it('does the same when another fingerprint is named', async () => {
    const report = await unsaved({ acceptFingerprint: `SHA256:${'A'.repeat(43)}` });
    expect(outcome(report)).toContain('host_key:host_key_unverified login:skipped');
    expect(sshd.count.attempts()).toBe(0);
  });

  it('goes all the way with the right one, and pins nothing', async () => {
    const report = await unsaved({ acceptFingerprint: fingerprint() });
    expect(outcome(report)).toBe('dns:ok tcp:ok kex:ok host_key:ok login:ok shell:ok reader:ok first_read:ok');
    expect(report).toMatchObject({ ok: true, hostKeyState: 'accepted', rung: expect.stringMatching(/^(perl|awk|sh|exec)$/) });
    expect(report.families).toBeGreaterThan(20);
    expect(report.steps.every((step) => (step.ms ?? -1) >= 0 && step.detail !== null)).toBe(true);
    expect(report.durationMs).toBeGreaterThan(0);
    expect(await fleet.store.db.selectFrom('hostKeys').selectAll().execute()).toEqual([]);
  });

  it('keeps the key a saved server showed, for the person who compares it', async () => {
    const { id } = await save('saved', { hostKeyPolicy: 'trust-first' });
    const attempts = sshd.count.attempts();
    // Not even a server that trusts the first key gets a credential from a test that does not name it.
    expect(outcome(await tests.saved(id, undefined, never))).toContain('host_key:host_key_unverified login:skipped');
    expect(sshd.count.attempts()).toBe(attempts);
    expect(await fleet.hostKeys.get(id)).toMatchObject({ state: 'unverified', seen: sshd.hostKeys[0] });
    await fleet.hostKeys.accept(id, fingerprint(), admin);
    expect(await tests.saved(id, undefined, never)).toMatchObject({ ok: true, hostKeyState: 'pinned' });
    await expect(tests.saved('nobody', undefined, never)).rejects.toMatchObject({ code: 'server_not_found' });
  });

  it('says which step fails, why, and what to do', async () => {
    const failing = async (change: Partial<UnsavedServerTest>) => {
      const report = await unsaved({ acceptFingerprint: fingerprint(), ...change });
      const failed = report.steps.find((step) => step.status === 'failed');
      expect(failed?.advice).toMatch(/[a-z]/);
      return `${failed?.step} ${failed?.reason}`;
    };
    expect(await failing({ host: 'no-such-host.invalid' })).toBe('dns dns');
    expect(await failing({ port: 1 })).toBe('tcp refused');
    expect(await failing({ auth: { type: 'key', privateKey: makeSshKey().privateKey } })).toBe('login auth_failed');
    expect(await failing({ auth: { type: 'agent', socket: '/nowhere/agent' } })).toBe('login credential');
    await expect(failing({ auth: { type: 'key', privateKey: 'none' } })).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(tests.unsaved(input({ auth: undefined }), never)).rejects.toMatchObject({ code: 'bad_request' });
    await expect(failing({ jump: 'nobody' })).rejects.toMatchObject({ code: 'server_not_found' });
  });

  (canMakeUsers ? it : it.skip)('names the shell of a user who has none', async () => {
    const user = createSystemUser('/usr/sbin/nologin', { password: 'a pass word' });
    try {
      const report = await unsaved({ username: user.name, auth: { type: 'password', password: 'a pass word' }, acceptFingerprint: fingerprint() });
      expect(outcome(report)).toContain('login:ok shell:shell reader:skipped');
    } finally {
      user.remove();
    }
  });

  it('uses the credential and pins of the saved server that is edited, and only where the pins agree', async () => {
    const { id } = await save('edited', { hostKey: ownKey() });
    const edit = (change: Partial<UnsavedServerTest>) => unsaved({ auth: undefined, server: id, ...change });
    expect(await edit({})).toMatchObject({ ok: true, hostKeyState: 'pinned' });
    const other = await startSshd();
    try {
      const report = await edit({ port: other.port, acceptFingerprint: other.hostKeys[0]?.fingerprint });
      expect(outcome(report)).toContain('host_key:host_key_changed login:skipped');
      expect(report.hostKeyState).toBe('changed');
      expect(other.count.attempts()).toBe(0);
    } finally {
      await other.stop();
    }
  });

  it('goes through jump servers, and says when the fault is there', async () => {
    const jump = await save('bastion', { hostKey: ownKey() });
    const report = await unsaved({ jump: jump.id, acceptFingerprint: fingerprint() });
    expect(outcome(report)).toBe('dns:skipped tcp:ok kex:ok host_key:ok login:ok shell:ok reader:ok first_read:ok');
    const broken = await save('broken', { port: 1, hostKey: ownKey() });
    const failed = await unsaved({ jump: broken.id, acceptFingerprint: fingerprint() });
    expect(outcome(failed)).toBe('dns:skipped tcp:jump:refused kex:skipped host_key:skipped login:skipped shell:skipped reader:skipped first_read:skipped');
    await Promise.all(jumps.splice(0).map((session) => session.close()));
  });

  it('tells in the report when the stored credential does not open', async () => {
    const { id } = await save('locked', { hostKey: ownKey() });
    const locked = { ...fleet.directory, target: () => Promise.reject(new SshFailure('credential', 'the master key was changed')) };
    const other = createConnectionTests({ store: fleet.store, directory: locked, open: openSession, jumpSession: () => Promise.reject(new Error()), firstRead, clock: systemClock });
    expect(outcome(await other.saved(id, undefined, never))).toBe('dns:skipped tcp:skipped kex:skipped host_key:skipped login:credential shell:skipped reader:skipped first_read:skipped');
  });

  it('ends with the request, and runs four at once', async () => {
    const gone = new AbortController();
    sshd.freeze();
    try {
      const four = Array.from({ length: 4 }, () => tests.unsaved(input({ acceptFingerprint: fingerprint() }), gone.signal));
      await expect(unsaved()).rejects.toMatchObject({ code: 'too_many' });
      gone.abort();
      expect((await Promise.all(four)).map((report) => report.ok)).toEqual([false, false, false, false]);
    } finally {
      sshd.thaw();
    }
    expect((await unsaved({ acceptFingerprint: fingerprint() })).ok).toBe(true);
  });
});
