import { describe, expect, it } from '@jest/globals';
import type { AlertRecord } from '../../store/incidentAlerts.ts';
import { createAlertmanagerEnds } from './alertmanagerEnds.ts';

const second = 1000;
const known: AlertRecord = { fingerprint: 'f1', incidentId: 'i1', severity: 'warning', labels: { alertname: 'x' }, ruleUid: null, source: 'alertmanager', startsAt: 0, endedAt: null };

describe('ends that Alertmanager did not tell', () => {
  it('are believed after a minute and a half without a break', () => {
    const ends = createAlertmanagerEnds();
    expect(ends([known], new Set(['f1']), 0)).toEqual([]);
    expect(ends([known], new Set(), 60 * second)).toEqual([]);
    // It was restarted, and Prometheus told it again.
    expect(ends([known], new Set(['f1']), 120 * second)).toEqual([]);
    expect(ends([known], new Set(), 180 * second)).toEqual([]);
    expect(ends([known], new Set(), 269 * second)).toEqual([]);
    expect(ends([known], new Set(), 270 * second)).toMatchObject([{ status: 'resolved', source: 'alertmanager', fingerprint: 'f1', endsAt: 270 * second, resolution: 'reconciled' }]);
    expect(ends([], new Set(), 300 * second)).toEqual([]);
  });
  it('are none of what it never had: that is of another Alertmanager', () => {
    const ends = createAlertmanagerEnds();
    for (const at of [0, 100, 200, 1000]) {
      expect(ends([known], new Set(['other']), at * second)).toEqual([]);
    }
  });
});
