import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createCollectors } from '../src/collectors/index.ts';
import { defaultSettings } from '../src/collectors/settings.ts';
import { loadavg } from '../src/collectors/loadavg.ts';
import { meminfo } from '../src/collectors/meminfo.ts';
import { stat } from '../src/collectors/stat.ts';
import { misbehave, startFakeServer } from './fakeServer.ts';
import { startFaultProxy, type Fault, type FaultProxy } from './faultProxy.ts';
import { loginUser } from './loginUser.ts';
import { startLivePolling, type LivePolling, type LiveServer } from './livePolling.ts';
import { descendants, until } from './processes.ts';
import { makeSshKey } from './sshKey.ts';
import { haveSshd, startSshd } from './sshd.ts';

const small = [loadavg, stat(defaultSettings), meminfo];
const when = haveSshd ? describe : describe.skip;
if (!haveSshd) {
  console.log('skipped: no sshd on this machine');
}

const ends: Array<() => Promise<unknown>> = [];
const later = <T>(thing: T, end: (thing: T) => Promise<unknown>): T => {
  ends.push(() => end(thing));
  return thing;
};
const live = async (servers: readonly LiveServer[], collectors = small): Promise<LivePolling> =>
  later(await startLivePolling(servers, collectors), (polling) => polling.stop());
const login = loginUser();
const sshdFor = async (options: Parameters<typeof startSshd>[0] = {}) =>
  later(await startSshd({ ...login.options, ...options }), (sshd) => sshd.stop());
afterAll(() => login.remove());

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

when('polling a real sshd', () => {
  it('logs in once for as many polls as an hour at 15 s has, and leaves no process behind', async () => {
    const sshd = await sshdFor();
    const polling = await live(
      [{ server: { id: 'a', intervalMs: 50 }, target: () => sshd.target() }],
      createCollectors(defaultSettings)
    );
    await until(() => polling.count('polled') >= 240, '240 polls', 60_000);
    expect(polling.count('missed')).toBe(0);
    expect(polling.count('login')).toBe(1);
    expect(sshd.count.logins()).toBe(1);
    expect(sshd.count.connections()).toBe(1);
    await polling.stop();
    await until(() => descendants(sshd.pid).length === 0, 'all remote processes to end', 5_000);
  }, 90_000);

  it('sees each fault of the way in less than two intervals, heals in less than two, and keeps the others on time', async () => {
    // A login that began just before the end of a fault times out after 4 s and waits an interval: well below two of these.
    const intervalMs = 6_000;
    const good = await sshdFor();
    const frozen = await sshdFor();
    const rebooted = await sshdFor();
    const faults: Fault[] = ['freeze', 'halfOpen', 'reset', 'trickle', 'garbage', 'refuse'];
    const proxies = new Map<Fault, FaultProxy>();
    for (const fault of faults) {
      proxies.set(
        fault,
        later(await startFaultProxy(good), (proxy) => proxy.stop())
      );
    }
    const through = (fault: Fault) => () =>
      good.target({ host: proxies.get(fault)?.host ?? '', port: proxies.get(fault)?.port ?? 0 });
    const bad: LiveServer[] = [
      { server: { id: 'frozen', intervalMs }, target: () => frozen.target() },
      { server: { id: 'rebooted', intervalMs }, target: () => rebooted.target() },
      ...faults.map((fault) => ({ server: { id: fault, intervalMs }, target: through(fault) })),
    ];
    const polling = await live([{ server: { id: 'good', intervalMs: 1_000 }, target: () => good.target() }, ...bad]);
    await Promise.all(bad.map(({ server }) => polling.becomes(server.id, 'up', 10_000)));

    frozen.freeze();
    const reboot = rebooted.restart({ downMs: 28_000 });
    await Promise.all(faults.map((fault) => proxies.get(fault)?.fault(fault)));
    const seen = await Promise.all(
      bad.map(async ({ server }) => [server.id, await polling.becomes(server.id, 'down', 20_000)] as const)
    );
    expect(seen.filter(([, ms]) => ms >= 2 * intervalMs)).toEqual([]);
    const reasons = Object.fromEntries(bad.map(({ server }) => [server.id, polling.statuses.get(server.id)?.reason]));
    expect(reasons).toMatchObject({ refuse: 'refused' });
    await until(
      () => polling.latest.list().every(({ serverId }) => serverId === 'good'),
      'the values to be gone',
      15_000
    );

    frozen.thaw();
    await reboot;
    await Promise.all(faults.map((fault) => proxies.get(fault)?.fault('none')));
    const healed = await Promise.all(
      bad.map(async ({ server }) => [server.id, await polling.becomes(server.id, 'up', 20_000)] as const)
    );
    console.log(
      `seen after ${JSON.stringify(seen)} as ${JSON.stringify(reasons)}, healed after ${JSON.stringify(healed)}`
    );
    expect(healed.filter(([, ms]) => ms >= 2 * intervalMs)).toEqual([]);

    const beats = polling.heard
      .filter((one) => one.event === 'polled' && one.value.serverId === 'good')
      .map(({ at }) => at);
    const gaps = beats.slice(2).map((at, index) => at - (beats[index + 1] ?? 0));
    expect(polling.count('missed', 'good')).toBe(0);
    expect(gaps.filter((gap) => Math.abs(gap - 1_000) > 250)).toEqual([]);
  }, 120_000);

  it('pauses after three rejected logins, and retries when told', async () => {
    const sshd = await sshdFor();
    const stranger = makeSshKey().privateKey;
    let credential = { type: 'key' as const, privateKey: stranger };
    const polling = await live([{ server: { id: 'a', intervalMs: 1_000 }, target: () => sshd.target({ credential }) }]);
    await polling.becomes('a', 'paused', 20_000);
    expect(polling.statuses.get('a')).toMatchObject({ reason: 'auth_paused' });
    expect(Date.parse(polling.statuses.get('a')?.nextAttempt ?? '') - Date.now()).toBeGreaterThan(290_000);
    expect(sshd.count.connections()).toBe(3);
    credential = { type: 'key', privateKey: sshd.clientKey.privateKey };
    polling.scheduler.startServer('a');
    await polling.becomes('a', 'up', 5_000);
  }, 60_000);

  it('waits for a person to accept the host key, sends no credential before, and goes on at once after', async () => {
    const sshd = await sshdFor();
    let pinned = sshd.hostKeys.slice(0, 0);
    const polling = await live([{ server: { id: 'a' }, target: () => sshd.target({ pinned }) }]);
    await polling.becomes('a', 'down', 10_000);
    expect(polling.statuses.get('a')?.reason).toBe('host_key_unverified');
    expect(sshd.count.attempts()).toBe(0);
    pinned = [...sshd.hostKeys];
    const server = polling.roster.get('a');
    await polling.scheduler.update({ ...(server as NonNullable<typeof server>), connectionRevision: 2 });
    await polling.becomes('a', 'up', 5_000);
  }, 60_000);

  it('reaches servers through one login on their bastion, and sees when it goes', async () => {
    const bastion = await sshdFor();
    const inner = await sshdFor();
    const behind = ['x', 'y', 'z'].map((id) => ({
      server: { id, intervalMs: 1_000, jump: 'bastion' },
      target: () => inner.target(),
    }));
    const polling = await live([
      { server: { id: 'bastion', intervalMs: 1_000 }, target: () => bastion.target() },
      ...behind,
    ]);
    await Promise.all(['bastion', 'x', 'y', 'z'].map((id) => polling.becomes(id, 'up', 10_000)));
    await until(() => inner.count.logins() === 3, 'sshd to tell of three logins');
    expect(bastion.count.logins()).toBe(1);
    const back = bastion.restart({ downMs: 3_000 });
    await Promise.all(['x', 'y', 'z'].map((id) => polling.becomes(id, 'down', 5_000)));
    await until(() => polling.statuses.get('x')?.reason === 'jump:refused', 'the reason of the hop', 5_000);
    await back;
    await Promise.all(['bastion', 'x', 'y', 'z'].map((id) => polling.becomes(id, 'up', 8_000)));
  }, 60_000);

  it('makes do with MaxSessions 1', async () => {
    const sshd = await sshdFor({ config: ['MaxSessions 1'] });
    const polling = await live(
      [{ server: { id: 'a', intervalMs: 500 }, target: () => sshd.target() }],
      createCollectors(defaultSettings)
    );
    await polling.becomes('a', 'up', 10_000);
    await until(() => polling.count('polled') >= 5, '5 polls', 10_000);
    expect(polling.heard.filter(({ event }) => event === 'missed')).toEqual([]);
    expect(sshd.count.logins()).toBe(1);
    const troubles = polling.heard.flatMap((one) => (one.event === 'troubles' ? [one.value] : []));
    expect(troubles).toMatchObject([{ failures: [], commands: expect.stringMatching(/^channel: /) }]);
  }, 60_000);
});

describe('polling servers that misbehave', () => {
  it('takes only them down, keeps the others on time and the memory flat', async () => {
    const kinds = {
      endless: misbehave.endless,
      garbage: misbehave.garbage,
      silent: misbehave.silent,
      closes: misbehave.hangUp,
    };
    const bad: LiveServer[] = [];
    for (const [id, behaviour] of Object.entries(kinds)) {
      const server = later(await startFakeServer({ onExec: behaviour }), (one) => one.stop());
      bad.push({ server: { id, intervalMs: 2_000 }, target: () => server.target() });
    }
    const plain = later(await startFakeServer(), (one) => one.stop());
    const polling = await live([...bad, { server: { id: 'good', intervalMs: 500 }, target: () => plain.target() }]);
    await Promise.all(bad.map(({ server }) => polling.becomes(server.id, 'down', 15_000)));
    const before = process.memoryUsage().rss;
    const from = polling.count('polled', 'good');
    await until(() => polling.count('polled', 'good') >= from + 20, '20 more polls', 20_000);
    expect(polling.count('missed', 'good')).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
    console.log(
      `reasons: ${bad.map(({ server }) => `${server.id} ${polling.statuses.get(server.id)?.reason}`).join(', ')}`
    );
  }, 90_000);
});
