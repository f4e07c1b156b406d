import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from './service.ts';

const secret = 'a-secret-of-the-test';

describe('webhooks of alerting systems', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ SHELLWATCH_WEBHOOK_SECRET: secret, SHELLWATCH_METRICS_OPEN: 'true' });
  });
  afterAll(() => service?.stop());

  const alert = (name: string, change: object = {}) => ({
    status: 'firing',
    labels: { alertname: 'CPU usage', app: 'shellwatch', check: 'cpu', grafana_folder: 'Shellwatch', instance: name, severity: 'warning' },
    annotations: {},
    startsAt: new Date(Date.now() - 60_000).toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://grafana/alerting/grafana/sw_cpu/view?orgId=1',
    fingerprint: Buffer.from(name.padStart(8, '0').slice(-8)).toString('hex'),
    values: { A: 90, B: 85, C: 5, D: 1 },
    ...change,
  });
  const signed = (body: string, at = Date.now()) => {
    const timestamp = String(Math.floor(at / 1000));
    return { 'content-type': 'application/json', 'x-shellwatch-timestamp': timestamp, 'x-shellwatch-signature': createHmac('sha256', secret).update(`${timestamp}:${body}`).digest('hex') };
  };
  const post = (body: string, headers: Record<string, string>) => service.ask('POST', '/hooks/grafana', { token: null, body, headers });
  const open = async () => (await service.client.listIncidents({ query: { limit: 1000 } })).items;

  it('take a signed body once', async () => {
    const body = JSON.stringify({ alerts: [alert('web1')] });
    const headers = signed(body);
    expect([(await post(body, headers)).status, (await post(body, headers)).status]).toEqual([200, 409]);
    expect(await open()).toMatchObject([{ serverName: 'web1', state: 'firing', ruleUid: 'sw_cpu', value: 90, limit: 85 }]);
  });

  it('refuse what is not signed, old, changed, or no such body; an API token does not help', async () => {
    const body = JSON.stringify({ alerts: [alert('web2')] });
    const statuses = await Promise.all([
      post(body, { 'content-type': 'application/json' }),
      post(body, { 'content-type': 'application/json', authorization: `Bearer ${service.adminToken}` }),
      post(`${body} `, signed(body)),
      post(body, signed(body, Date.now() - 3_600_000)),
      post('not json', signed('not json')),
      post('{"alerts":[{}]}', signed('{"alerts":[{}]}')),
      service.ask('GET', '/hooks/grafana'),
      service.ask('POST', '/hooks/alertmanager', { body: { version: '4', alerts: [] } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400, 400, 405, 403]);
    expect((await open()).map(({ serverName }) => serverName)).toEqual(['web1']);
  });

  it('open nothing when the end of an alert overtakes its beginning', async () => {
    const late = alert('overtaken');
    const ended = JSON.stringify({ alerts: [{ ...late, status: 'resolved', endsAt: new Date().toISOString() }] });
    const begun = JSON.stringify({ alerts: [late] });
    expect((await post(ended, signed(ended))).json()).toEqual({ opened: 0, changed: 0 });
    expect((await post(begun, signed(begun))).json()).toEqual({ opened: 0, changed: 0 });
    expect((await service.client.alertHistory({ query: { text: 'overtaken' } })).items).toMatchObject([{ state: 'resolved', resolution: 'recovered', fired: 1 }]);
  });

  it('take Alertmanager with the secret as bearer token', async () => {
    const { values: _, ...plain } = alert('web3', { annotations: { value: '97', limit: '95' } });
    const reply = await service.ask('POST', '/hooks/alertmanager', { token: secret, body: { version: '4', alerts: [plain] } });
    expect(reply.status).toBe(200);
    expect((await open()).find(({ serverName }) => serverName === 'web3')).toMatchObject({ source: 'alertmanager', value: 97, limit: 95 });
  });

  it('take a thousand alerts of one body in less than a second', async () => {
    const body = JSON.stringify({ alerts: Array.from({ length: 1000 }, (_, n) => alert(`burst-${n}`, { fingerprint: (n + 4096).toString(16) })) });
    const from = performance.now();
    const reply = await post(body, signed(body));
    const took = performance.now() - from;
    console.info(`1000 alerts in ${took.toFixed(0)} ms, ${(body.length / 1024).toFixed(0)} KiB`);
    expect([reply.status, reply.json()]).toEqual([200, { opened: 1000, changed: 0 }]);
    expect(took).toBeLessThan(1000);
  });

  it('leave viewers reading only', async () => {
    const viewer = service.clientOf(await service.token({ name: 'viewer', role: 'viewer' }));
    const [incident] = await open();
    const params = { id: incident?.id as string };
    expect(await viewer.getIncident({ params })).toMatchObject({ id: params.id });
    await expect(viewer.acknowledgeIncident({ params, body: {} })).rejects.toMatchObject({ status: 403 });
    await expect(viewer.putThreshold({ body: { check: 'cpu', scope: { type: 'default' }, warning: 1, critical: 2 } })).rejects.toMatchObject({ status: 403 });
  });
});

describe('fifty servers behind a dead jump server', () => {
  it('are one notice', async () => {
    const service = await startTestService({ SHELLWATCH_METRICS_OPEN: 'true', SHELLWATCH_POLL_INTERVAL: '1s' });
    try {
      const auth = { type: 'password', password: 'not used' } as const;
      // Nothing listens there: port 1 of a loopback address of its own.
      const bastion = await service.client.createServer({ body: { name: 'bastion', host: '127.77.0.1', port: 1, username: 'x', auth } });
      const behind = await Promise.all(Array.from({ length: 50 }, (_, n) => service.client.createServer({ body: { name: `inside${n}`, host: `10.0.0.${n + 1}`, username: 'x', auth, jump: bastion.id } })));
      await service.reaches(bastion.id, 'down refused');
      for (const { id } of behind) {
        await service.reaches(id, 'down jump:refused');
      }
      const { text } = await service.ask('GET', '/metrics/exporter');
      const values = [...text.matchAll(/^shellwatch_check_value\{instance="((?:bastion|inside)[^"]*)",check="server_down",item=""\} (\d)$/gm)];
      expect(values).toHaveLength(51);
      expect(values.filter(([, , value]) => value === '1').map(([, name]) => name)).toEqual(['bastion']);
    } finally {
      await service.stop();
    }
  }, 60_000);
});
