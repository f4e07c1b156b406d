import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFeedClient, type TestFeedClient } from './feedClient.ts';
import { until } from './processes.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from './systemUser.ts';

(haveSshd && canMakeUsers ? describe : describe.skip)('vitals, history, specs and the feed of a real server (skipped without sshd and root)', () => {
  let service: TestService;
  let sshd: Sshd;
  let user: SystemUser;
  let feed: TestFeedClient;
  let id = '';

  beforeAll(async () => {
    user = createSystemUser('/bin/sh');
    sshd = await startSshd({ user: user.name });
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' });
    feed = await openFeedClient(`${service.url}/api/v1/ws`, { authorization: `Bearer ${await service.token({ name: 'watcher', role: 'viewer' })}` });
    for (const topic of ['status', 'vitals', 'specs']) {
      feed.send({ type: 'subscribe', id: topic, topic });
      await feed.hears('snapshot', ({ topic: heard }) => heard === topic);
    }
    const auth = { type: 'key' as const, privateKey: sshd.clientKey.privateKey };
    ({ id } = await service.client.createServer({ body: { name: 'real', host: sshd.host, port: sshd.port, username: user.name, tags: { role: 'web' }, auth } }));
    await service.client.acceptHostKey({ params: { id }, body: { fingerprint: await seenKey() } });
    await service.reaches(id, 'up');
  }, 60_000);
  afterAll(async () => {
    feed?.socket.terminate();
    await service?.stop();
    await sshd?.stop();
    user?.remove();
  });

  async function seenKey(): Promise<string> {
    let fingerprint = '';
    await eventually(async () => (fingerprint = (await service.client.getHostKey({ params: { id } })).seen?.fingerprint ?? '') !== '', () => 'the host key to be seen');
    return fingerprint;
  }

  it('tells the feed every step of its state', async () => {
    await feed.hears('change', (message) => message.topic === 'status' && message.data.server.state === 'up');
    const states = feed.heard.flatMap((message) => (message.type === 'change' && message.topic === 'status' && message.data.server.id === id ? [message.data.server.reason ?? message.data.server.state] : []));
    expect(states).toEqual(expect.arrayContaining(['host_key_unverified', 'up']));
    expect(states.at(-1)).toBe('up');
  });

  it('has vitals, in the list, of the one, and on the feed', async () => {
    await eventually(async () => (await service.client.getMetrics({ params: { id } })).vitals?.cpu?.usedPercent != null, () => 'a second poll');
    const { vitals, fresh, families } = await service.client.getMetrics({ params: { id }, query: { family: ['node_load1', 'node_nothing'] } });
    expect(fresh).toBe(true);
    expect(families.map(({ name }) => name)).toEqual(['node_load1']);
    expect(vitals).toMatchObject({ memory: { totalBytes: expect.any(Number) }, load: { load1: expect.any(Number) } });
    expect(vitals?.cpu?.usedPercent).toBeGreaterThanOrEqual(0);
    expect(vitals?.uptimeSeconds).toBeGreaterThan(0);
    const { servers } = await service.client.getFleetVitals({});
    expect(servers).toMatchObject([{ id, name: 'real', cpuPercent: expect.any(Number) }]);
    expect(servers[0]?.sparkline.cpuPercent).toHaveLength(60);
    await feed.hears('change', (message) => message.topic === 'vitals' && message.data.servers[0]?.id === id);
    feed.send({ type: 'subscribe', id: 'detail', topic: 'vitals', filter: { server: id } });
    expect(await feed.hears('change', (message) => message.id === 'detail')).toMatchObject({ data: { detail: { mounts: expect.any(Array) } } });
    feed.send({ type: 'unsubscribe', id: 'detail' });
    expect((await service.client.listFamilies({ params: { id } })).items.length).toBeGreaterThan(100);
  });

  it('keeps history that can be asked for while it grows, of any family and of vitals', async () => {
    await eventually(async () => ((await service.client.getHistory({ params: { id }, query: { family: 'node_load1', step: '1s' } })).series[0]?.mean ?? []).filter((value) => value !== null).length >= 3, () => 'three points');
    const rate = await service.client.getHistory({ params: { id }, query: { family: 'node_cpu_seconds_total', rate: 'true', label: 'mode=idle' } });
    expect(rate).toMatchObject({ type: 'counter', source: 'store' });
    expect(rate.series.every(({ labels }) => labels['mode'] === 'idle')).toBe(true);
    const used = await service.client.getHistory({ params: { id }, query: { family: 'shellwatch_vitals_cpu_used_ratio', step: '1s' } });
    for (const value of used.series[0]?.mean ?? []) {
      expect(value === null || (value >= 0 && value <= 1)).toBe(true);
    }
    await expect(service.client.getHistory({ params: { id: 'nobody' }, query: { family: 'x' } })).rejects.toMatchObject({ code: 'server_not_found' });
  });

  it('reads specs by itself, says what this user may not read, and tells a change once', async () => {
    await eventually(async () => service.client.getSpecs({ params: { id } }).then(() => true, () => false), () => 'the first reading', 20_000);
    const first = await service.client.getSpecs({ params: { id } });
    expect(first.specs).toMatchObject({ kernel: expect.any(String), architecture: expect.any(String), memory: { totalBytes: expect.any(Number) } });
    expect(first.specs.cpu.threads).toBeGreaterThan(0);
    // What this user may not read, where the machine has it at all.
    const reason = existsSync('/sys/firmware/dmi/tables/DMI') || existsSync('/sys/class/dmi/id/sys_vendor') ? 'permission' : 'not_told';
    expect(first.specs.missing).toContainEqual(expect.objectContaining({ field: 'memory.modules', reason }));
    expect((await service.client.listSpecs({})).items).toMatchObject([{ id, name: 'real', kernel: first.specs.kernel }]);
    expect((await service.ask('GET', '/api/v1/specs.csv')).text).toMatch(/^name,os,kernel/);
    // What differs is put into the store by hand: this machine's hardware stays as it is.
    await service.core.store.db.updateTable('specs').set({ specs: JSON.stringify({ ...first.specs, kernel: '1.0' }) }).execute();
    const again = await service.client.refreshSpecs({ params: { id } });
    expect(Date.parse(again.changedAt)).toBeGreaterThan(Date.parse(first.changedAt));
    expect(await feed.hears('change', ({ topic }) => topic === 'specs')).toMatchObject({ data: { id, changes: [{ text: `kernel 1.0 → ${first.specs.kernel}` }] } });
    expect((await service.client.listSpecsHistory({ params: { id } })).items.map(({ first: isFirst, changes }) => [isFirst, changes.length])).toEqual([[false, 1], [true, 0]]);
    await eventually(async () => (await service.ask('GET', '/probe?target=real')).text.includes('shellwatch_specs_changed_timestamp_seconds'), () => 'the metric');
  });

  it('keeps roles: a viewer reads, and may not have them read', async () => {
    const viewer = service.clientOf(await service.token({ name: 'reader', role: 'viewer' }));
    expect(await viewer.getSpecs({ params: { id } })).toMatchObject({ id });
    await expect(viewer.refreshSpecs({ params: { id } })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('says when values are old, and goodbye when it stops', async () => {
    sshd.freeze();
    await eventually(async () => !(await service.client.getMetrics({ params: { id } })).fresh, () => 'the values to be old', 20_000);
    sshd.thaw();
    expect((await service.client.getMetrics({ params: { id } })).vitals).not.toBeNull();
    await service.stop();
    await until(() => feed.heard.some(({ type }) => type === 'bye'), 'the goodbye');
  });
});
