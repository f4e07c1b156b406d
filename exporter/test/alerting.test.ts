/*
 * The whole chain, no part of it faked but Telegram's own server: sshd → exporter → Prometheus → Grafana's rule from the provisioned
 * file → contact point → incident → a message with buttons → a press → acknowledged, silenced in Grafana. Grafana is not in Debian: GRAFANA_HOME names an unpacked one (12.3 or newer), else this is skipped.
 */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Incident } from '../../contract/incident.ts';
import { haveGrafana, startGrafana, type TestGrafana } from './grafana.ts';
import { havePrometheus, startPrometheus, type TestPrometheus } from './prometheus.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { startTelegramDouble, type Shown, type TelegramDouble } from './telegramDouble.ts';

const here = haveGrafana && havePrometheus && haveSshd;
if (!here) {
  console.warn('The chain of alerting is not tested: it needs sshd, prometheus, and GRAFANA_HOME with an unpacked Grafana');
}
const alerting = path.resolve(import.meta.dirname, '../../provisioning/alerting');
const secret = 'a-secret-of-the-test';
const second = 1000;
/** From a condition to a message: an evaluation of a quick rule, its `for`, and 15 s. */
const [evaluation, inTime] = [10 * second, 15 * second];
const ann = { id: 1001, first_name: 'Ann' };

interface GrafanaSilence {
  id: string;
  comment: string;
  createdBy: string;
  status: { state: string };
}

(here ? describe : describe.skip)('alerting from sshd to a button in a chat', () => {
  let sshd: Sshd;
  let dying: Sshd;
  let service: TestService;
  let prometheus: TestPrometheus;
  let grafana: TestGrafana;
  let telegram: TelegramDouble;
  let serverId = '';
  let message: Shown;

  const incidents = async (check: string): Promise<Incident[]> => (await service.client.listIncidents({ query: { check } })).items;
  const reaches = async (check: string, state: string, timeoutMs = evaluation + inTime): Promise<Incident> => {
    let seen: Incident[] = [];
    const matching = () => seen.find((incident) => incident.state === state);
    await eventually(async () => ((seen = await incidents(check)), matching() !== undefined), () => `${check} to be ${state}; seen ${JSON.stringify(seen)}\n${grafana.log.slice(-5).join('\n')}`, timeoutMs);
    return matching() as Incident;
  };
  /** Rebooted less than so long ago: true of every machine, or of none. */
  const limitReboot = (warning: number) =>
    service.client.putThreshold({ body: { check: 'reboot', scope: { type: 'server', serverId }, warning, critical: null } });

  const silences = async () => (await grafana.ask<GrafanaSilence[]>('GET', '/api/alertmanager/grafana/api/v2/silences')).body;
  const rebootRule = async () => (await grafana.ask<{ folderUID: string; provenance: string }>('GET', '/api/v1/provisioning/alert-rules/sw_reboot')).body;
  const messagesOf = (what: RegExp) => telegram.visible(ann.id).filter(({ text }) => what.test(text)).length;

  async function add(name: string, { host, port, target, clientKey }: Sshd): Promise<string> {
    const auth = { type: 'key', privateKey: clientKey.privateKey } as const;
    const { id } = await service.client.createServer({ body: { name, host, port, username: target().username, auth, hostKeyPolicy: 'trust-first' } });
    await service.reaches(id, 'up');
    return id;
  }

  beforeAll(async () => {
    [sshd, dying] = await Promise.all([startSshd(), startSshd()]);
    telegram = await startTelegramDouble();
    service = await startTestService({ SHELLWATCH_TELEGRAM_API_ROOT: telegram.url, SHELLWATCH_TELEGRAM_TOKEN: telegram.token, SHELLWATCH_POLL_INTERVAL: '1s', SHELLWATCH_METRICS_OPEN: 'true', SHELLWATCH_WEBHOOK_SECRET: secret, SHELLWATCH_GRAFANA_COMPARE: '5s' });
    const target = new URL(service.url).host;
    prometheus = await startPrometheus({
      'prometheus.yml':
        `global: { scrape_interval: 1s }\nscrape_configs:\n  - job_name: shellwatch\n    honor_labels: true\n    metrics_path: /metrics/exporter\n    static_configs: [{ targets: ['${target}'] }]\n`,
    });
    grafana = await startGrafana({
      prometheusUrl: prometheus.url,
      alerting: [...['shellwatch-rules.yaml', 'shellwatch-contact-point.yaml'].map((file) => path.join(alerting, file)), path.resolve(import.meta.dirname, '../../docs/examples/contact-points.yaml')],
      env: { SHELLWATCH_EXPORTER_URL: service.url, SHELLWATCH_WEBHOOK_SECRET: secret, TELEGRAM_TOKEN: '1:x', ALERT_MAIL: 'a@example.org', ALERT_WEBHOOK_URL: 'http://127.0.0.1:1/' },
    });
    serverId = await add('web1', sshd);
    await add('web2', dying);
    await eventually(async () => (await prometheus.query('shellwatch_check_value{instance=~"web1|web2",check="reboot"}')).length === 2, () => 'the value of a check in Prometheus');
  }, 120 * second);
  afterAll(async () => {
    await grafana?.stop();
    await prometheus?.stop();
    await service?.stop();
    await telegram?.stop();
    await Promise.all([sshd?.stop(), dying?.stop()]);
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

  it('links a person, who is in the policy from then on', async () => {
    const { id } = await service.client.createContact({ body: { name: 'ann', role: 'operator' } });
    const { code } = await service.client.linkTelegram({ body: { contactId: id } });
    telegram.say(ann, `/start ${code}`);
    await telegram.sees(ann.id, /You are ann now/);
    await service.client.createPolicy({ body: { name: 'all', steps: [{ targets: [{ type: 'contact', id }], waitMinutes: 60 }] } });
  });

  it('has a message in the chat one evaluation after a limit was set; the rule itself is as it was provisioned', async () => {
    const before = await rebootRule();
    const from = Date.now();
    await limitReboot(1e9);
    const incident = await reaches('reboot', 'firing');
    const opened = Date.now() - from;
    message = await telegram.sees(ann.id, /Warning: Rebooted — web1/);
    const took = Date.now() - from;
    console.info(`from the limit to the incident ${(opened / second).toFixed(1)} s, to the message ${(took / second).toFixed(1)} s`);
    expect(took).toBeLessThan(evaluation + inTime);
    expect(incident).toMatchObject({ severity: 'warning', serverId, serverName: 'web1', limit: 1e9, ruleUid: 'sw_reboot', title: 'Rebooted', source: 'grafana' });
    expect(incident.value).toBeGreaterThan(0);
    expect(incident.links.rule).toContain('/alerting/grafana/sw_reboot/view');
    expect(await rebootRule()).toEqual(before);
    const { body: states } = await grafana.ask<{ data: { groups: Array<{ rules: Array<{ uid: string; alerts: Array<{ labels: Record<string, string>; annotations: Record<string, string> }> }> }> } }>('GET', '/api/prometheus/grafana/api/v1/rules');
    const told = states.data.groups.flatMap(({ rules }) => rules).find(({ uid }) => uid === 'sw_reboot')?.alerts.find(({ labels }) => labels['instance'] === 'web1')?.annotations;
    expect(told).toMatchObject({ value: String(incident.value), limit: '1e+09', server: `${grafana.url}/a/shellwatch-fleet-app/server?name=web1`, incidents: `${grafana.url}/a/shellwatch-fleet-app/alerts` });
    expect(before.provenance).toBe('file');
  }, 60 * second);

  it('is acknowledged by a press', async () => {
    expect(await telegram.press(ann, message, 'Acknowledge')).toEqual({ text: 'You take care of it; escalation stops.', alert: false });
    expect((await incidents('reboot'))[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'telegram:ann' });
    await eventually(async () => message.text.includes('👤 ann takes care'), () => message.text);
  });

  it('says without an account that it can not silence, and refuses a token that is none', async () => {
    expect(await telegram.press(ann, message, '🔕 1 h')).toMatchObject({ text: expect.stringMatching(/Grafana can not be asked/), alert: true });
    await expect(service.client.putGrafanaLink({ body: { url: grafana.url, token: 'not-a-token' } })).rejects.toMatchObject({ code: 'grafana_unavailable' });
  });

  it('is silenced in Grafana by a press, through the account of least privilege, and the silence is ended by another', async () => {
    const { body: account } = await grafana.ask<{ id: number }>('POST', '/api/serviceaccounts', { name: 'shellwatch-exporter', role: 'None' });
    const { body: token } = await grafana.ask<{ key: string }>('POST', `/api/serviceaccounts/${account.id}/tokens`, { name: 'exporter' });
    await grafana.ask('POST', `/api/access-control/folders/${(await rebootRule()).folderUID}/users/${account.id}`, { permission: 'Edit' });
    expect(await service.client.putGrafanaLink({ body: { url: grafana.url, token: token.key } })).toMatchObject({ tokenSet: true, from: 'settings' });
    expect(await telegram.press(ann, message, '🔕 1 h')).toEqual({ text: 'Silenced for 1 h.', alert: false });
    const [incident] = await incidents('reboot');
    expect(await silences()).toMatchObject([{ id: incident?.silenceId, createdBy: 'telegram:ann', comment: `incident ${incident?.id}`, status: { state: 'active' } }]);
    await eventually(async () => message.text.includes('🔕 Silenced until'), () => message.text);
    expect(await telegram.press(ann, message, 'End the silence')).toEqual({ text: 'The silence ended.', alert: false });
    expect((await silences()).map(({ status }) => status.state)).toEqual(['expired']);
    // Longer and longer is one silence, not two of which one stays.
    await eventually(async () => message.text.includes('Silenced until') === false, () => message.text);
    await telegram.press(ann, message, '🔕 1 h');
    await eventually(async () => message.text.includes('Silenced until'), () => message.text);
    await service.client.silenceIncident({ params: { id: incident?.id as string }, body: { minutes: 240 } });
    expect((await silences()).filter(({ status }) => status.state === 'active')).toHaveLength(1);
  }, 60 * second);

  it('tells fifty servers behind a dead jump server by one message, and a dead server by another, after a minute', async () => {
    // Meanwhile this ends, silenced as it is: the next test looks what came of it.
    await limitReboot(1);
    dying.freeze();
    const auth = { type: 'password', password: 'not used' } as const;
    // Nothing listens there: port 1 of a loopback address of its own.
    const bastion = await service.client.createServer({ body: { name: 'bastion', host: '127.77.0.1', port: 1, username: 'x', auth } });
    const behind = await Promise.all(Array.from({ length: 50 }, (_, n) => service.client.createServer({ body: { name: `inside${n}`, host: `10.0.0.${n + 1}`, username: 'x', auth, jump: bastion.id } })));
    for (const { id } of behind) {
      await service.reaches(id, 'down jump:refused');
    }
    await telegram.sees(ann.id, /Critical: Server down — bastion/, 120 * second);
    await telegram.sees(ann.id, /Critical: Server down — web2/, 120 * second);
    // Whatever else would fire, would have within another evaluation and the wait of its group.
    const seenBy = Date.now() + 2 * evaluation;
    await eventually(async () => Date.now() > seenBy, () => 'two evaluations', 60 * second);
    const { items } = await service.client.alertHistory({});
    const others = items.filter(({ serverName }) => serverName !== 'web1');
    expect(others.map(({ serverName, check, severity, summary }) => [serverName, check, severity, summary]).sort()).toEqual([
      ['bastion', 'server_down', 'critical', 'bastion: server down'],
      ['web2', 'server_down', 'critical', 'web2: server down'],
    ]);
    expect([messagesOf(/bastion|inside\d/), messagesOf(/web2/)]).toEqual([1, 1]);
    dying.thaw();
    expect(await reaches('server_down', 'resolved', 90 * second)).toMatchObject({ serverName: 'web2', resolution: 'recovered' });
  }, 300 * second);

  it('learns by comparing that an alert ended while it was silenced, which no webhook tells', async () => {
    const incident = await reaches('reboot', 'resolved', 120 * second);
    expect(incident).toMatchObject({ resolution: 'reconciled' });
    await eventually(async () => message.text.includes('✅ Resolved'), () => message.text);
    const { events } = await service.client.getIncident({ params: { id: incident.id } });
    expect(events.filter(({ channel }) => channel === 'grafana').map(({ kind, actor }) => [kind, actor])).toEqual([['fired', 'grafana'], ['resolved', 'grafana'], ['corrected', 'grafana']]);
    expect(await service.client.getGrafanaLink({})).toMatchObject({ state: 'ok', corrected: 1 });
    await service.client.unsilenceIncident({ params: { id: incident.id }, body: {} });
  }, 150 * second);

  it('opens it again, and resolves it as recovered when the value is back within its limit', async () => {
    await limitReboot(1e9);
    const again = await reaches('reboot', 'firing', 120 * second);
    expect(again).toMatchObject({ fired: 2 });
    await limitReboot(1);
    // A rule sees the values of up to an interval ago, and its group tells what changed every ten seconds.
    expect(await reaches('reboot', 'resolved', 60 * second)).toMatchObject({ id: again.id, resolution: 'recovered' });
  }, 200 * second);
});
