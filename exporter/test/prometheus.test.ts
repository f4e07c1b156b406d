import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { havePrometheus, prometheusFolder, startPrometheus, type TestPrometheus } from './prometheus.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const shipped = readFileSync(path.resolve(import.meta.dirname, '../../prometheus/prometheus.yml'), 'utf8');
const withProm = havePrometheus ? describe : describe.skip;
const withBoth = havePrometheus && haveSshd ? describe : describe.skip;

withProm('prometheus/prometheus.yml (skipped without promtool)', () => {
  it('passes promtool check config', () => {
    const folder = prometheusFolder({ 'prometheus.yml': shipped, token: 'x' });
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', path.join(folder, 'prometheus.yml')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('is valid prometheus config file')]);
  });
});

withBoth('a stock Prometheus with the shipped configuration (skipped without Prometheus and sshd)', () => {
  let service: TestService;
  let sshd: Sshd;
  let prometheus: TestPrometheus;
  let id = '';
  beforeAll(async () => {
    sshd = await startSshd();
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' });
    // Only where the exporter is, and how long a person would wait.
    const config = shipped.replaceAll('127.0.0.1:9850', new URL(service.url).host).replace('scrape_interval: 15s', 'scrape_interval: 1s').replace('refresh_interval: 30s', 'refresh_interval: 1s');
    prometheus = await startPrometheus({ 'prometheus.yml': config, token: await service.token({ name: 'prometheus', role: 'viewer' }) });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await service?.stop();
    await sshd?.stop();
  });
  const becomes = (expression: string, value: number | undefined) => {
    let seen: unknown;
    return eventually(async () => ((seen = await prometheus.query(expression)) as Array<{ value: number }>)[0]?.value === value, () => `${expression} to be ${value}: ${JSON.stringify(seen)}`, 20_000);
  };

  it('knows the exporter, and no server yet', async () => {
    await becomes('up{job="shellwatch"}', 1);
    expect(await prometheus.query('up{job="node"}')).toEqual([]);
  });

  it('finds a server that is added by API, without a restart; its host key is not accepted yet, so it is down', async () => {
    const { username } = sshd.target();
    ({ id } = await service.client.createServer({ body: { name: 'web1', host: sshd.host, port: sshd.port, username, tags: { role: 'web' }, auth: { type: 'key', privateKey: sshd.clientKey.privateKey } } }));
    await becomes('up{job="node",instance="web1",role="web"}', 0);
    await becomes('shellwatch_status_reason_info{instance="web1",reason="host_key_unverified"}', 1);
  });

  it('has its values once the key is accepted, under the names of node_exporter', async () => {
    await service.client.acceptHostKey({ params: { id }, body: { fingerprint: sshd.hostKeys[0]?.fingerprint as string } });
    await becomes('up{job="node",instance="web1"}', 1);
    await becomes('count(node_load1{job="node",instance="web1",role="web"})', 1);
    await becomes('shellwatch_up{job="shellwatch",instance="web1"}', 1);
    // One login, however often it is scraped.
    await becomes('count_over_time(up{job="node"}[1m]) > bool 3', 1);
    expect(sshd.count.logins()).toBe(1);
  });

  it('took the scrapes without a complaint: no sample twice, none out of order', async () => {
    expect(await prometheus.query('scrape_samples_scraped{job="node"} < 100')).toEqual([]);
    const labels = await prometheus.query('count by (__name__) ({job="node",exported_instance!=""})');
    expect(labels).toEqual([]);
  });

  it('sees up go 0 when that sshd dies, and 1 when it is back', async () => {
    sshd.freeze();
    await becomes('up{job="node",instance="web1"}', 0);
    sshd.thaw();
    await becomes('up{job="node",instance="web1"}', 1);
    await sshd.restart({ downMs: 3_000 });
    await becomes('up{job="node",instance="web1"}', 1);
    expect((await prometheus.query('min_over_time(up{job="node",instance="web1"}[5s])'))[0]?.value).toBe(0);
  });

  it('drops a server that is deleted', async () => {
    const { revision } = await service.client.getServer({ params: { id } });
    await service.client.deleteServer({ params: { id }, ifMatch: `"${revision}"` });
    await becomes('up{job="node",instance="web1"}', undefined);
  });

  it('passes promtool check metrics, but for what node_exporter’s own names cause', async () => {
    const { id: again } = await service.client.createServer({
      body: { name: 'web2', host: sshd.host, port: sshd.port, username: sshd.target().username, auth: { type: 'key', privateKey: sshd.clientKey.privateKey }, hostKey: { type: sshd.hostKeys[0]?.type as string, key: sshd.hostKeys[0]?.key as string } },
    });
    await service.reaches(again, 'up');
    for (const target of ['/probe?target=web2', '/metrics', '/metrics/exporter']) {
      const { text, status } = await service.ask('GET', target);
      expect([target, status]).toEqual([target, 200]);
      const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      const findings = `${checked.stdout}${checked.stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('node_'));
      expect(findings).toEqual([]);
    }
  });
});
