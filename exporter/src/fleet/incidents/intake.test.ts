import { describe, expect, it } from '@jest/globals';
import type { AlertNews } from './alertNews.ts';
import { applyNews, type IntakeResult, type Known } from './intake.ts';

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

const news = (change: Partial<AlertNews> = {}): AlertNews => ({
  status: 'firing',
  source: 'grafana',
  fingerprint: 'f-warning',
  startsAt: start,
  endsAt: null,
  labels: { alertname: 'CPU usage', check: 'cpu', instance: 'web1', severity: 'warning' },
  summary: '',
  value: 90,
  limit: 85,
  ruleUid: 'sw_cpu',
  links: { rule: null, panel: null, silence: null },
  resolution: 'recovered',
  ...change,
});
const critical = (change: Partial<AlertNews> = {}): AlertNews => news({ fingerprint: 'f-critical', labels: { ...news().labels, severity: 'critical' }, value: 97, limit: 95, ...change });
const resolved = (of: AlertNews, at: number, change: Partial<AlertNews> = {}): AlertNews => ({ ...of, status: 'resolved', endsAt: at, ...change });

/** A store in memory: each body is applied to what the ones before left. */
function world() {
  let known: Known = { alerts: [], incidents: [] };
  let count = 0;
  const told: string[] = [];
  return {
    told,
    incidents: () => known.incidents,
    take(now: number, ...body: AlertNews[]): IntakeResult {
      const result = applyNews(body, known, { now, reopenMs: 15 * minute, about: () => ({ serverId: 's1', maintenance: null }), newId: () => `i${(count += 1)}` });
      const fresh = new Map([...result.created, ...result.changed].map((one) => [one.id, one]));
      const alerts = new Map([...known.alerts, ...result.alerts].map((one) => [one.fingerprint, one]));
      known = { alerts: [...alerts.values()], incidents: [...known.incidents.map((one) => fresh.get(one.id) ?? one), ...result.created] };
      told.push(...result.changes.map(({ kind, incident }) => `${incident.id} ${kind}`));
      return result;
    },
    person(change: object) {
      known = { ...known, incidents: known.incidents.map((one) => ({ ...one, ...change })) };
    },
  };
}

describe('news of alerts', () => {
  it('opens an incident once, however often it is told', () => {
    const { take, told, incidents } = world();
    take(start, news());
    take(start + minute, news({ value: 92 }));
    take(start + 2 * minute, news({ value: 93 }));
    expect(told).toEqual(['i1 fired']);
    expect(incidents()).toMatchObject([{ id: 'i1', state: 'firing', value: 93, limit: 85, serverId: 's1', summary: 'web1: CPU usage 93 %, above the limit of 85 %' }]);
  });
  it('makes one incident of both severities and follows them up and down', () => {
    const { take, told, incidents } = world();
    take(start, news());
    take(start + minute, news(), critical({ startsAt: start + minute }));
    expect(incidents()).toMatchObject([{ severity: 'critical', value: 97, limit: 95 }]);
    take(start + 2 * minute, resolved(critical({ startsAt: start + minute }), start + 2 * minute), news());
    expect(incidents()).toMatchObject([{ severity: 'warning', state: 'firing' }]);
    take(start + 3 * minute, resolved(news(), start + 3 * minute));
    expect(incidents()).toMatchObject([{ state: 'resolved', resolution: 'recovered', resolvedAt: start + 3 * minute }]);
    expect(told).toEqual(['i1 fired', 'i1 severity', 'i1 severity', 'i1 resolved']);
  });
  it('does not close and open when the severity changes within one body', () => {
    const { take, told } = world();
    take(start, critical());
    take(start + minute, resolved(critical(), start + minute), news({ startsAt: start + minute }));
    expect(told).toEqual(['i1 fired', 'i1 severity']);
  });
  it('ends by a late message whose start and end are the time of the end', () => {
    const { take, incidents } = world();
    take(start, news());
    take(start + 9 * minute, resolved(news({ startsAt: start + 5 * minute }), start + 5 * minute));
    expect(incidents()).toMatchObject([{ state: 'resolved', resolvedAt: start + 5 * minute }]);
  });
  it('ignores the end of an earlier firing and a firing that has ended', () => {
    const { take, told } = world();
    const second = news({ startsAt: start + 10 * minute });
    take(start, news());
    take(start + 5 * minute, resolved(news(), start + 5 * minute));
    take(start + 10 * minute, second);
    take(start + 11 * minute, resolved(news(), start + 5 * minute));
    take(start + 11 * minute, news());
    expect(told).toEqual(['i1 fired', 'i1 resolved', 'i1 reopened']);
  });
  it('opens nothing when the end overtakes the beginning, and history has it', () => {
    const { take, told, incidents } = world();
    const late = news({ startsAt: start + 5 * minute });
    // Late messages of an end carry its own time as their start.
    take(start + minute, resolved(news({ startsAt: start + minute }), start + minute));
    take(start + 2 * minute, news());
    expect(told).toEqual(['i1 resolved']);
    expect(incidents()).toMatchObject([{ state: 'resolved', resolution: 'recovered', resolvedAt: start + minute, fired: 1 }]);
    // The same for an alert that fired and ended before.
    take(start + 6 * minute, resolved(late, start + 6 * minute));
    take(start + 7 * minute, late);
    expect(told).toEqual(['i1 resolved']);
    // The next time is a real one.
    take(start + 8 * minute, news({ startsAt: start + 8 * minute }));
    expect(told).toEqual(['i1 resolved', 'i1 reopened']);
  });
  it('keeps open what fires at one level when the end of the other overtakes its beginning', () => {
    const { take, told, incidents } = world();
    const upper = critical({ startsAt: start + minute });
    take(start, news());
    take(start + 2 * minute, resolved(upper, start + 2 * minute));
    take(start + 3 * minute, upper);
    expect(told).toEqual(['i1 fired']);
    expect(incidents()).toMatchObject([{ state: 'firing', severity: 'warning' }]);
  });
  it('opens again within the window and anew after it', () => {
    const { take, told, incidents } = world();
    take(start, news());
    take(start + minute, resolved(news(), start + minute));
    take(start + 2 * minute, news({ startsAt: start + 2 * minute }));
    take(start + 3 * minute, resolved(news({ startsAt: start + 2 * minute }), start + 3 * minute));
    take(start + 60 * minute, news({ startsAt: start + 60 * minute }));
    expect(told).toEqual(['i1 fired', 'i1 resolved', 'i1 reopened', 'i1 resolved', 'i2 fired']);
    expect(incidents()[0]).toMatchObject({ fired: 2 });
  });
  it('stays closed by a person while the same firing is repeated', () => {
    const { take, told, person, incidents } = world();
    take(start, news());
    person({ state: 'resolved', resolvedAt: start + minute, resolution: 'person' });
    take(start + 2 * minute, news());
    take(start + 3 * minute, resolved(news(), start + 3 * minute));
    expect(told).toEqual(['i1 fired']);
    expect(incidents()).toMatchObject([{ state: 'resolved', resolution: 'person' }]);
  });
  it('tells flapping once', () => {
    const { take, told, incidents } = world();
    for (let n = 0; n < 6; n += 1) {
      const at = start + 4 * n * minute;
      take(at, news({ startsAt: at }));
      take(at + minute, resolved(news({ startsAt: at }), at + minute));
    }
    expect(told.filter((line) => line.endsWith('flapping'))).toEqual(['i1 flapping']);
    expect(incidents()).toMatchObject([{ flapping: true, fired: 6 }]);
  });
  it.each([
    ['series_gone', 'series_gone'],
    ['rule_deleted', 'rule_deleted'],
  ] as const)('keeps why it ended: %s', (resolution, shown) => {
    const { take, incidents } = world();
    take(start, news());
    take(start + minute, resolved(news(), start + minute, { resolution }));
    expect(incidents()).toMatchObject([{ resolution: shown }]);
  });
  it('keeps an acknowledgement while it goes on, and drops it when it opens again', () => {
    const { take, person, incidents } = world();
    take(start, news());
    person({ state: 'acknowledged', acknowledgedBy: 'ann', acknowledgedAt: start });
    take(start + minute, news({ startsAt: start + minute }));
    expect(incidents()).toMatchObject([{ state: 'acknowledged', fired: 2 }]);
    take(start + 2 * minute, resolved(news({ startsAt: start + minute }), start + 2 * minute));
    take(start + 3 * minute, news({ startsAt: start + 3 * minute }));
    expect(incidents()).toMatchObject([{ state: 'firing', acknowledgedBy: null }]);
  });
});
