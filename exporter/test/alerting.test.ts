/*
 * The whole chain, no part of it faked: sshd → exporter → Prometheus → Grafana's rule from the provisioned file → contact point → incident.
 * Grafana is not in Debian: GRAFANA_HOME names an unpacked one (12.3 or newer), else this is skipped.
 */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Incident } from '../../contract/incident.ts';
import { haveGrafana, startGrafana, type TestGrafana } from './grafana.ts';
import { havePrometheus, startPrometheus, type TestPrometheus } from './prometheus.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const here = haveGrafana && havePrometheus && haveSshd;
if (!here) {
  console.warn('The chain of alerting is not tested: it needs sshd, prometheus, and GRAFANA_HOME with an unpacked Grafana');
}
const alerting = path.resolve(import.meta.dirname, '../../provisioning/alerting');
const secret = 'a-secret-of-the-test';
const second = 1000;
/** A scrape, an evaluation of a quick rule, the group's wait, and 15 s. */
const inTime = 30 * second;

(here ? describe : describe.skip)('alerting from sshd to an incident', () => {
  let sshd: Sshd;
  let service: TestService;
  let prometheus: TestPrometheus;
  let grafana: TestGrafana;
  let serverId = '';

  const incidents = async (check: string): Promise<Incident[]> => (await service.client.listIncidents({ query: { check } })).items;
  const reaches = async (check: string, state: string, timeoutMs = inTime): Promise<Incident> => {
    let seen: Incident[] = [];
    const matching = () => seen.find((incident) => incident.state === state);
    await eventually(async () => ((seen = await incidents(check)), matching() !== undefined), () => `${check} to be ${state}; seen ${JSON.stringify(seen)}\n${grafana.log.slice(-5).join('\n')}`, timeoutMs);
    return matching() as Incident;
  };
  /** Rebooted less than so long ago: true of every machine, or of none. */
  const limitReboot = (warning: number) =>
    service.client.putThreshold({ body: { check: 'reboot', scope: { type: 'server', serverId }, warning, critical: null } });

  beforeAll(async () => {
    sshd = await startSshd();
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s', SHELLWATCH_METRICS_OPEN: 'true', SHELLWATCH_WEBHOOK_SECRET: secret, SHELLWATCH_GRAFANA_COMPARE: '5s' });
    const target = new URL(service.url).host;
    prometheus = await startPrometheus(
      `global: { scrape_interval: 1s }\nscrape_configs:\n  - job_name: shellwatch\n    honor_labels: true\n    metrics_path: /metrics/exporter\n    static_configs: [{ targets: ['${target}'] }]\n`
    );
    grafana = await startGrafana({
      prometheusUrl: prometheus.url,
      alerting: [...['shellwatch-rules.yaml', 'shellwatch-contact-point.yaml'].map((file) => path.join(alerting, file)), path.resolve(import.meta.dirname, '../../docs/examples/contact-points.yaml')],
      env: { SHELLWATCH_EXPORTER_URL: service.url, SHELLWATCH_WEBHOOK_SECRET: secret, TELEGRAM_TOKEN: '1:x', ALERT_MAIL: 'a@example.org', ALERT_WEBHOOK_URL: 'http://127.0.0.1:1/' },
    });
    const { username } = sshd.target();
    const auth = { type: 'key', privateKey: sshd.clientKey.privateKey } as const;
    serverId = (await service.client.createServer({ body: { name: 'web1', host: sshd.host, port: sshd.port, username, auth, hostKeyPolicy: 'trust-first' } })).id;
    await service.reaches(serverId, 'up');
    await eventually(async () => (await prometheus.query('shellwatch_check_value{instance="web1",check="reboot"}')).length === 1, () => 'the value of a check in Prometheus');
  }, 120 * second);
  afterAll(async () => {
    await grafana?.stop();
    await prometheus?.stop();
    await service?.stop();
    await sshd?.stop();
  }, 30 * second);

  it('provisions every rule', async () => {
    const { body } = await grafana.ask<Array<{ uid: string; provenance: string }>>('GET', '/api/v1/provisioning/alert-rules');
    expect(body.filter(({ uid }) => uid.startsWith('sw_'))).toHaveLength(22);
    expect(body.every(({ provenance }) => provenance === 'file')).toBe(true);
    const points = await grafana.ask<Array<{ name: string }>>('GET', '/api/v1/provisioning/contact-points');
    expect(points.body.map(({ name }) => name)).toEqual(expect.arrayContaining(['shellwatch', 'telegram', 'mail', 'webhook']));
  });

  it('joins each value one to one with its limits', async () => {
    const values = await prometheus.query('count(shellwatch_check_value)');
    const joined = await prometheus.query('count(count by (instance, check, item) (shellwatch_threshold * on (instance, check, item) group_left () (shellwatch_check_value == bool shellwatch_check_value)))');
    expect(joined[0]?.value).toBe(values[0]?.value);
  });

  it('opens an incident at the next evaluation after a limit was set', async () => {
    const from = Date.now();
    await limitReboot(1e9);
    const incident = await reaches('reboot', 'firing');
    console.info(`from the limit to the incident: ${((Date.now() - from) / second).toFixed(1)} s`);
    expect(incident).toMatchObject({ severity: 'warning', serverId, serverName: 'web1', limit: 1e9, ruleUid: 'sw_reboot', title: 'Rebooted', source: 'grafana' });
    expect(incident.value).toBeGreaterThan(0);
    expect(incident.links.rule).toContain('/alerting/grafana/sw_reboot/view');
  }, 60 * second);

  it('keeps an acknowledgement, and silences by the service account of least privilege', async () => {
    const { body: account } = await grafana.ask<{ id: number }>('POST', '/api/serviceaccounts', { name: 'shellwatch-exporter', role: 'None' });
    const { body: token } = await grafana.ask<{ key: string }>('POST', `/api/serviceaccounts/${account.id}/tokens`, { name: 'exporter' });
    const { body: rule } = await grafana.ask<{ folderUID: string }>('GET', '/api/v1/provisioning/alert-rules/sw_reboot');
    await grafana.ask('POST', `/api/access-control/folders/${rule.folderUID}/users/${account.id}`, { permission: 'Edit' });
    const [incident] = await incidents('reboot');
    const id = incident?.id as string;
    await expect(service.client.silenceIncident({ params: { id }, body: { minutes: 5 } })).rejects.toMatchObject({ code: 'grafana_unavailable' });
    await expect(service.client.putGrafanaLink({ body: { url: grafana.url, token: 'not-a-token' } })).rejects.toMatchObject({ code: 'grafana_unavailable' });
    expect(await service.client.putGrafanaLink({ body: { url: grafana.url, token: token.key } })).toMatchObject({ tokenSet: true, from: 'settings' });
    await service.client.acknowledgeIncident({ params: { id }, body: { comment: 'on it' } });
    const silenced = await service.client.silenceIncident({ params: { id }, body: { minutes: 5 } });
    expect(silenced).toMatchObject({ state: 'acknowledged', silenceId: expect.stringMatching(/-/) });
    const { body: silences } = await grafana.ask<Array<{ id: string; comment: string }>>('GET', '/api/alertmanager/grafana/api/v2/silences');
    expect(silences).toMatchObject([{ id: silenced.silenceId, comment: `incident ${id}` }]);
  }, 60 * second);

  it('learns by comparing that an alert ended while it was silenced, which no webhook tells', async () => {
    await limitReboot(1);
    const incident = await reaches('reboot', 'resolved', 120 * second);
    expect(incident).toMatchObject({ resolution: 'reconciled' });
    const { events } = await service.client.getIncident({ params: { id: incident.id } });
    expect(events.map(({ kind }) => kind)).toEqual(['fired', 'acknowledged', 'silenced', 'resolved', 'corrected']);
    expect(await service.client.getGrafanaLink({})).toMatchObject({ state: 'ok', corrected: 1 });
    await service.client.unsilenceIncident({ params: { id: incident.id }, body: {} });
  }, 150 * second);

  it('opens it again, and resolves it as recovered when the value is back within its limit', async () => {
    await limitReboot(1e9);
    const again = await reaches('reboot', 'firing', 120 * second);
    expect(again).toMatchObject({ fired: 2 });
    await limitReboot(1);
    expect(await reaches('reboot', 'resolved')).toMatchObject({ id: again.id, resolution: 'recovered' });
  }, 200 * second);

  it('tells a dead server once, after a minute, and nothing else of it', async () => {
    const before = (await service.client.alertHistory({})).items.length;
    sshd.freeze();
    const incident = await reaches('server_down', 'firing', 120 * second);
    expect(incident).toMatchObject({ severity: 'critical', serverName: 'web1', summary: 'web1: server down' });
    expect((await service.client.alertHistory({})).items).toHaveLength(before + 1);
    sshd.thaw();
    expect(await reaches('server_down', 'resolved', 90 * second)).toMatchObject({ resolution: 'recovered' });
  }, 240 * second);
});
