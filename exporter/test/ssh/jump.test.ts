import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFakeServer } from '../fakeServer.ts';
import { freePort } from '../freePort.ts';
import { haveSshd, startSshd, type Sshd } from '../sshd.ts';
import { fastFiles, failureOf, open, soon } from './open.ts';

(haveSshd ? describe : describe.skip)('jump chains over real sshds', () => {
  let hops: Sshd[];
  beforeAll(async () => {
    hops = await Promise.all([startSshd(), startSshd(), startSshd()]);
  });
  afterAll(() => Promise.all(hops.map((sshd) => sshd.stop())));
  const hop = (index: number) => hops[index] as Sshd;

  it('reads through two jump servers, and the innermost close ends only itself', async () => {
    const first = await open(hop(0).target());
    const second = await open(hop(1).target(), { jump: first });
    const inner = await open(hop(2).target(), { jump: second });
    const result = await inner.read({ files: fastFiles, links: [] }, soon());
    expect(result.files.get('/proc/loadavg')).toMatch(/^\d/);
    expect(inner.bytes.received).toBeGreaterThan(2000);
    expect(inner.bytes.sent).toBeGreaterThan(1000);
    await inner.close();
    expect((await second.exec('echo still', { timeoutMs: 5000 })).stdout.toString()).toBe('still\n');
    await second.close();
    await first.close();
  });

  it('shares one session of the jump server', async () => {
    const before = hop(0).count.logins();
    const bastion = await open(hop(0).target());
    const inner = await Promise.all([
      open(hop(1).target(), { jump: bastion }),
      open(hop(2).target(), { jump: bastion }),
    ]);
    await Promise.all(inner.map((session) => session.close()));
    await bastion.close();
    expect(hop(0).count.logins() - before).toBe(1);
  });

  it('tells a server that is down behind it from the jump server being down', async () => {
    const bastion = await open(hop(0).target());
    const nobody = hop(1).target({ port: await freePort() });
    expect(await failureOf(open(nobody, { jump: bastion }))).toMatchObject({ reason: 'refused' });
    const nowhere = hop(1).target({ host: 'no-such-name.invalid' });
    expect(await failureOf(open(nowhere, { jump: bastion }))).toMatchObject({ reason: 'dns' });
    const inner = await open(hop(1).target(), { jump: bastion });
    await hop(0).restart();
    expect((await inner.closed).reason).toBe('jump:closed');
    expect((await bastion.closed).reason).toBe('closed');
    expect(await failureOf(open(hop(1).target(), { jump: bastion }))).toMatchObject({ reason: 'jump:closed' });
  });

  it('says so when the jump server may not forward', async () => {
    const strict = await startSshd({ config: ['AllowTcpForwarding no'] });
    const bastion = await open(strict.target());
    expect(await failureOf(open(hop(1).target(), { jump: bastion }))).toMatchObject({ reason: 'jump:channel' });
    await bastion.close();
    await strict.stop();
  });

  it('gives up on a jump server that never answers a forward', async () => {
    const silent = await startFakeServer({ onForward: () => undefined });
    const bastion = await open(silent.target());
    const start = Date.now();
    expect(await failureOf(open(hop(1).target(), { jump: bastion, deadlineMs: 700 }))).toMatchObject({
      reason: 'timeout',
    });
    expect(Date.now() - start).toBeLessThan(3000);
    await bastion.close();
    await silent.stop();
  });
});
