import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../../test/fakeClock.ts';
import { readAlertmanagerBody } from './alertmanagerBody.ts';
import { alertFingerprint } from './fingerprint.ts';
import { readGrafanaBody } from './grafanaBody.ts';
import { createSignatureCheck, signatureOf } from './webhookSignature.ts';

const secret = 'a secret of the test';
const body = Buffer.from('{"alerts":[]}');

function signed(clock: { now(): number }, change: { at?: number; key?: string } = {}) {
  const timestamp = String(Math.floor((change.at ?? clock.now()) / 1000));
  return { timestamp, signature: signatureOf(change.key ?? secret, timestamp, body).toString('hex'), body };
}
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the signature of a webhook', () => {
  it('takes a body that is signed now, once', () => {
    const clock = createFakeClock();
    const { check } = createSignatureCheck(() => secret, clock);
    check(signed(clock)).accepted();
    expect(codeOf(() => check(signed(clock)))).toBe('conflict');
  });
  it('takes it again when it could not be stored the first time', () => {
    const clock = createFakeClock();
    const { check } = createSignatureCheck(() => secret, clock);
    check(signed(clock));
    expect(codeOf(() => check(signed(clock)))).toBe('taken');
  });
  it('refuses another secret, another body, another time, and no signature', () => {
    const clock = createFakeClock();
    const { check } = createSignatureCheck(() => secret, clock);
    const good = signed(clock);
    const refused = [
      signed(clock, { key: 'another secret' }),
      { ...good, body: Buffer.from('{"alerts":[1]}') },
      { ...good, timestamp: String(Number(good.timestamp) + 1) },
      signed(clock, { at: clock.now() - 301_000 }),
      signed(clock, { at: clock.now() + 302_000 }),
      { ...good, signature: undefined },
      { ...good, signature: 'zz' },
      { ...good, timestamp: undefined },
    ];
    expect(refused.map((one) => codeOf(() => check(one)))).toEqual(refused.map(() => 'unauthorized'));
  });
  it('takes nothing while no secret is set', () => {
    const clock = createFakeClock();
    expect(codeOf(() => createSignatureCheck(() => undefined, clock).check(signed(clock)))).toBe('unauthorized');
  });
  it('takes the secret itself from senders that can not sign', () => {
    const { checkBearer } = createSignatureCheck(() => 'word-of-mouth', createFakeClock());
    expect(['Bearer word-of-mouth', 'Bearer other', undefined].map((header) => codeOf(() => checkBearer(header)))).toEqual(['taken', 'unauthorized', 'unauthorized']);
  });
});

describe('bodies of webhooks', () => {
  // As Grafana 12.3.0 sent it.
  const alert = {
    status: 'firing',
    labels: { alertname: 'CPU usage', app: 'shellwatch', check: 'cpu', grafana_folder: 'Shellwatch', instance: 'a', severity: 'warning' },
    annotations: { summary: 'a: CPU usage, 90 % is above 85 % (warning)', value: '90', limit: '85' },
    startsAt: '2026-11-23T05:47:40Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://127.0.0.1:38075/alerting/grafana/sw_cpu/view?orgId=1',
    fingerprint: '6b60e2df589e58aa',
    silenceURL: 'http://127.0.0.1:38075/alerting/silence/new',
    dashboardURL: '',
    panelURL: '',
    values: { A: 90, B: 85, C: 5, D: 1 },
  };
  it('reads Grafana: the rule from its address, numbers from the values', () => {
    expect(readGrafanaBody({ alerts: [alert] })).toMatchObject([{ status: 'firing', endsAt: null, ruleUid: 'sw_cpu', value: 90, limit: 85, startsAt: Date.parse('2026-11-23T05:47:40Z') }]);
  });
  it.each([
    ['MissingSeries', 'series_gone'],
    ['NoData', 'no_data'],
    ['Error', 'error'],
    ['Updated', 'rule_changed'],
    ['RuleDeleted', 'rule_deleted'],
    ['SomethingNew', 'error'],
    [undefined, 'recovered'],
  ])('reads the reason %s as %s', (reason, resolution) => {
    const annotations = reason === undefined ? {} : { grafana_state_reason: reason };
    expect(readGrafanaBody({ alerts: [{ ...alert, status: 'resolved', endsAt: '2026-11-23T05:50:00Z', annotations }] })).toMatchObject([{ resolution, endsAt: Date.parse('2026-11-23T05:50:00Z') }]);
  });
  it('refuses what is no such body', () => {
    expect(() => readGrafanaBody({ alerts: [{ ...alert, status: 'odd' }] })).toThrow();
    expect(() => readGrafanaBody([])).toThrow();
  });
  it('cuts what is too long, and keeps no character that a database refuses: no alert is lost for its labels', () => {
    const long = { ...alert, labels: { ...alert.labels, item: `/\0${'😀'.repeat(3000)}`, ['n'.repeat(300)]: 'x' }, annotations: { summary: 's'.repeat(70_000) }, silenceURL: `http://g/${'x'.repeat(9000)}`, values: { A: '+Inf' } };
    const [news] = readGrafanaBody({ alerts: [long] });
    expect(news).toMatchObject({ labels: { item: `/\ufffd${'😀'.repeat(2047)}`, ['n'.repeat(256)]: 'x' }, summary: 's'.repeat(4096), links: { silence: null }, value: null });
    expect(readAlertmanagerBody({ version: '4', alerts: [{ ...long, status: 'resolved', endsAt: '' }] })).toMatchObject([{ endsAt: null, labels: { item: news?.labels['item'] } }]);
  });
  it('computes the fingerprint that Grafana sent for the labels its rules API tells', () => {
    const told = { ...alert.labels, __grafana_autogenerated__: 'true', __grafana_receiver__: 'shellwatch', __grafana_route_settings_hash__: '8380e48797351e25' };
    expect(alertFingerprint('sw_cpu', told)).toBe(alert.fingerprint);
  });
  it('reads Alertmanager, with value and limit from the annotations', () => {
    const { silenceURL: _s, dashboardURL: _d, panelURL: _p, values: _v, ...plain } = alert;
    expect(readAlertmanagerBody({ version: '4', externalURL: 'http://am:9093', alerts: [plain] })).toMatchObject([{ source: 'alertmanager', value: 90, limit: 85, ruleUid: null, endsAt: null }]);
  });
});
