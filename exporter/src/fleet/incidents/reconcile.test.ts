import { describe, expect, it } from '@jest/globals';
import type { AlertRecord } from '../../store/incidentAlerts.ts';
import { alertFingerprint } from './fingerprint.ts';
import type { ActiveSilence, RuleAlert } from './grafanaApi.ts';
import { missedNews } from './reconcile.ts';

const now = Date.UTC(2026, 0, 1, 12);
const labels = { alertname: 'CPU usage', check: 'cpu', instance: 'web1', severity: 'warning' };
const known: AlertRecord = { fingerprint: 'f1', incidentId: 'i1', severity: 'warning', labels, ruleUid: 'sw_cpu', source: 'grafana', startsAt: now - 600_000, endedAt: null };
const rule = (change: Partial<RuleAlert> = {}): RuleAlert => ({
  ruleUid: 'sw_cpu',
  labels: { ...labels, __grafana_receiver__: 'shellwatch' },
  annotations: { value: '91', limit: '85' },
  state: 'Alerting',
  activeAt: now - 600_000,
  ...change,
});
const compare = (alerts: AlertRecord[], seen: RuleAlert[], silences: ActiveSilence[] = [], uids = ['sw_cpu']) =>
  missedNews({ known: alerts, rules: { uids: new Set(uids), alerts: seen }, silences, now, graceMs: 60_000, ours: (alert) => alert.labels['__grafana_receiver__'] === 'shellwatch' });
const silence = (name: string, value: string, isRegex = false): ActiveSilence => ({ id: 's', endsAt: now + 1, createdBy: 'ann', matchers: [{ name, value, isRegex, isEqual: true }] });

describe('comparing with Grafana', () => {
  it('finds nothing to do where both agree', () => {
    expect(compare([known], [rule()])).toEqual([]);
    expect(compare([known], [rule({ state: 'Alerting (Error, KeepLast)' })])).toEqual([]);
    expect(compare([known], [rule({ state: 'Recovering' })])).toEqual([]);
  });
  it('ends what Grafana says does not fire, or does not know', () => {
    expect(compare([known], [rule({ state: 'Normal' })])).toMatchObject([{ status: 'resolved', fingerprint: 'f1', resolution: 'reconciled' }]);
    expect(compare([known], [])).toMatchObject([{ status: 'resolved' }]);
  });
  it('does not take a rule that the account can not see for one that does not fire', () => {
    expect(compare([known], [], [], ['another'])).toEqual([]);
  });
  it('waits for a message that may be on its way', () => {
    expect(compare([{ ...known, startsAt: now - 30_000 }], [])).toEqual([]);
    expect(compare([], [rule({ activeAt: now - 30_000 })])).toEqual([]);
  });
  it('opens what fires unheard, with the fingerprint the webhook would have', () => {
    expect(compare([], [rule()])).toMatchObject([{ status: 'firing', fingerprint: alertFingerprint('sw_cpu', rule().labels), value: 91, limit: 85, labels }]);
  });
  it('leaves alone what is silenced, and what tells somebody else', () => {
    expect(compare([], [rule()], [silence('__alert_rule_uid__', 'sw_cpu')])).toEqual([]);
    expect(compare([], [rule()], [silence('instance', 'web.*', true)])).toEqual([]);
    expect(compare([], [rule()], [silence('instance', '(?i)WEB1', true)])).toEqual([]);
    expect(compare([], [rule()], [silence('instance', 'web2')])).toHaveLength(1);
    expect(compare([], [rule({ labels })])).toEqual([]);
  });
});
