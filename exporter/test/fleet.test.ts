import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd ? describe : describe.skip;

maybe('the service with a real sshd (skipped where there is none)', () => {
  let service: TestService;
  let sshd: Sshd;
  let id = '';
  beforeAll(async () => {
    sshd = await startSshd();
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' });
  });
  afterAll(async () => {
    await service?.stop();
    await sshd?.stop();
  });
  it('takes a server, and waits with its unknown host key', async () => {
    const { username } = sshd.target();
    const reply = await service.ask('POST', '/api/v1/servers', {
      body: { name: 'web1', host: sshd.host, port: sshd.port, username, tags: { role: 'web' }, auth: { type: 'key', privateKey: sshd.clientKey.privateKey } },
    });
    expect(reply.status).toBe(201);
    expect(reply.headers['etag']).toBe('"1"');
    expect(reply.text).not.toContain('PRIVATE KEY');
    id = reply.json<{ id: string }>().id;
    await service.reaches(id, 'down host_key_unverified');
    expect(sshd.count.attempts()).toBe(0);
  });

  it('answers /probe with 503 while the server can not be reached', async () => {
    const reply = await service.ask('GET', '/probe?target=web1');
    expect([reply.status, reply.json()]).toMatchObject([503, { code: 'server_unreachable', details: { reason: 'host_key_unverified' } }]);
  });

  it('shows the key, refuses another fingerprint, accepts the right one', async () => {
    const fingerprint = sshd.hostKeys[0]?.fingerprint as string;
    const key = await service.client.getHostKey({ params: { id } });
    expect(key).toMatchObject({ state: 'unverified', seen: { fingerprint, type: 'ssh-ed25519' }, pinned: null });
    const wrong = await service.ask('POST', `/api/v1/servers/${id}/host-key/accept`, { body: { fingerprint: `SHA256:${'A'.repeat(43)}` } });
    expect([wrong.status, wrong.json()]).toMatchObject([409, { code: 'host_key_not_seen' }]);
    expect(await service.client.acceptHostKey({ params: { id }, body: { fingerprint } })).toMatchObject({ state: 'verified', pinned: { fingerprint } });
    await service.reaches(id, 'up');
  });

  it('serves the values by /probe, /metrics and /sd', async () => {
    const probe = await service.ask('GET', '/probe?target=web1');
    expect(probe.status).toBe(200);
    expect(probe.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(probe.text).toMatch(/^node_load1 [\d.]+$/m);
    expect(probe.text).not.toContain('instance=');
    const metrics = await service.ask('GET', '/metrics');
    expect(metrics.text).toMatch(/^node_load1\{instance="web1"\} [\d.]+$/m);
    expect(metrics.text).toMatch(/^shellwatch_up\{instance="web1"\} 1$/m);
    expect(metrics.text).toMatch(/^shellwatch_build_info\{/m);
    expect((await service.ask('GET', '/sd')).json()).toEqual([{ targets: ['web1'], labels: { role: 'web' } }]);
    const own = await service.ask('GET', '/metrics/exporter');
    expect(own.text).toMatch(/^shellwatch_up\{instance="web1"\} 1$/m);
    expect(own.text).not.toContain('node_load1');
  });

  it('speaks OpenMetrics to who asks for it', async () => {
    const reply = await service.ask('GET', '/probe?target=web1', { headers: { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' } });
    expect(reply.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(reply.text.endsWith('# EOF\n')).toBe(true);
    const all = await service.ask('GET', '/metrics', { headers: { accept: 'application/openmetrics-text' } });
    expect(all.text.match(/# EOF/g)).toHaveLength(1);
    expect(all.text.endsWith('# EOF\n')).toBe(true);
    expect(all.text).toMatch(/^# TYPE shellwatch_polls counter\nshellwatch_polls_total/m);
    expect(all.text).not.toContain('\n\n');
    expect((await service.ask('GET', '/metrics')).text).toMatch(/^# TYPE shellwatch_polls_total counter\nshellwatch_polls_total/m);
  });

  it.each([
    ['/probe', 400, 'bad_request'],
    ['/probe?target=', 400, 'bad_request'],
    ['/probe?target=a&target=b', 400, 'bad_request'],
    ['/probe?target=nobody', 404, 'server_not_found'],
  ])('%s is %d %s', async (path, status, code) => {
    const reply = await service.ask('GET', path);
    expect([reply.status, reply.json()['code']]).toEqual([status, code]);
  });

  it('tests the connection step by step, saved and unsaved', async () => {
    const saved = await service.client.testServer({ params: { id }, body: {} });
    expect(saved.steps.map(({ step, status }) => `${step} ${status}`)).toEqual(['dns ok', 'tcp ok', 'kex ok', 'host_key ok', 'login ok', 'shell ok', 'reader ok', 'first_read ok']);
    const { username } = sshd.target();
    const unsaved = await service.client.testUnsavedServer({ body: { host: sshd.host, port: sshd.port, username, auth: { type: 'password', password: 'not it' } } });
    expect(unsaved).toMatchObject({ ok: false, hostKeyState: 'unverified', hostKey: { fingerprint: sshd.hostKeys[0]?.fingerprint } });
    expect(unsaved.steps[3]).toMatchObject({ step: 'host_key', status: 'failed', reason: 'host_key_unverified' });
    expect(unsaved.steps[4]).toMatchObject({ step: 'login', status: 'skipped' });
  });

  it('stops and starts polling, and tells it in /sd', async () => {
    expect(await service.client.stopMonitor({ params: { id } })).toMatchObject({ state: 'paused', reason: 'stopped' });
    expect((await service.ask('GET', '/sd')).json()).toEqual([]);
    expect((await service.ask('GET', '/probe?target=web1')).status).toBe(503);
    await service.client.startMonitor({ params: { id } });
    await service.reaches(id, 'up');
  });

  it('loses no change to another writer', async () => {
    const { revision } = await service.client.getServer({ params: { id } });
    const patch = (ifMatch?: string) => service.ask('PATCH', `/api/v1/servers/${id}`, { body: { notes: 'x' }, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });
    expect((await patch()).status).toBe(428);
    expect((await patch(`"${revision + 1}"`)).status).toBe(412);
    expect((await patch(`"${revision}"`)).headers['etag']).toBe(`"${revision + 1}"`);
    expect((await patch(`"${revision}"`)).status).toBe(412);
  });

  it('kept an audit of all of it, without a secret', async () => {
    const { items } = await service.client.listAudit({ query: {} });
    expect(items.map(({ action }) => action).reverse()).toEqual(['token.adopt', 'server.create', 'host_key.accept', 'server.stop', 'server.start', 'server.update']);
    expect(items.every(({ from }) => from === '127.0.0.1' || from === 'local')).toBe(true);
    const everything = JSON.stringify(items) + service.log.join('');
    expect(everything).not.toContain(sshd.clientKey.privateKey.split('\n')[1] as string);
    expect(everything).not.toContain(service.adminToken);
    expect(service.log.filter((line) => line.includes('web1 is up')).length).toBeLessThanOrEqual(2);
  });
});
