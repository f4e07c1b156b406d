import type { Clock } from '../../clock.ts';
import type { AlertRecord } from '../../store/incidentAlerts.ts';
import type { AlertNews } from './alertNews.ts';
import { alertFingerprint } from './fingerprint.ts';
import type { ActiveSilence, RuleAlert, SeenRules } from './grafanaApi.ts';
import { silencesOf } from './silencesOf.ts';

/** An alert is compared by its rule and the labels that people see: Grafana's own are not in the webhook. */
function publicLabels(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__')).sort(([a], [b]) => (a < b ? -1 : 1)));
}
const keyOf = (ruleUid: string | null, labels: Record<string, string>): string => JSON.stringify([ruleUid, publicLabels(labels)]);

/** States in which a rule's alert fires: `Alerting`, also kept from the last evaluation, and `Recovering`, which may go back. */
const fires = (state: string): boolean => /^(Alerting|Recovering)/.test(state);

export interface CompareInput {
  /** Firing alerts of Grafana that we know of. */
  known: readonly AlertRecord[];
  rules: SeenRules;
  silences: readonly ActiveSilence[];
  now: number;
  /** A webhook may be on its way for this long. */
  graceMs: number;
  /** Only rules that tell the exporter. */
  ours: (alert: RuleAlert) => boolean;
}

const numberOf = (text: string | undefined): number | null => (text === undefined || !Number.isFinite(Number(text)) ? null : Number(text));

/** What the webhook should have told and did not: alerts that fire without our knowing, and alerts we think fire that do not. */
export function missedNews({ known, rules, silences, now, graceMs, ours }: CompareInput): AlertNews[] {
  const firing = new Map(rules.alerts.filter((alert) => fires(alert.state)).map((alert) => [keyOf(alert.ruleUid, alert.labels), alert]));
  // A rule that is not seen may be one that the account lost sight of: that it does not fire is not known.
  const ended = known.filter((alert) => rules.uids.has(alert.ruleUid ?? '') && now - alert.startsAt > graceMs && !firing.has(keyOf(alert.ruleUid, alert.labels)));
  const knownKeys = new Set(known.map((alert) => keyOf(alert.ruleUid, alert.labels)));
  const unheard = [...firing].filter(([key, alert]) => ours(alert) && !knownKeys.has(key) && now - alert.activeAt > graceMs && silencesOf(silences, alert).length === 0);
  const base = { source: 'grafana' as const, links: { rule: null, panel: null, silence: null } };
  return [
    ...ended.map((alert): AlertNews => ({
      ...base,
      status: 'resolved',
      fingerprint: alert.fingerprint,
      startsAt: alert.startsAt,
      endsAt: now,
      labels: alert.labels,
      summary: '',
      value: null,
      limit: null,
      ruleUid: alert.ruleUid,
      resolution: 'reconciled',
      corrected: 'Grafana says it does not fire any more; its message did not come.',
    })),
    ...unheard.map(([, { ruleUid, labels, annotations, activeAt }]): AlertNews => ({
      ...base,
      status: 'firing',
      fingerprint: alertFingerprint(ruleUid, labels),
      startsAt: activeAt,
      endsAt: null,
      labels: publicLabels(labels),
      summary: annotations['summary'] ?? '',
      value: numberOf(annotations['value']),
      limit: numberOf(annotations['limit']),
      ruleUid,
      resolution: 'recovered',
      corrected: 'Grafana says it fires; its message did not come.',
    })),
  ];
}

/**
 * Lets an end count only when it was seen for a while: a webhook waits for its group, and an end that it tells says why.
 * Remembers what was seen from one comparison to the next.
 */
export function createPatience(patienceMs: number) {
  let since = new Map<string, number>();
  return (news: readonly AlertNews[], now: number): AlertNews[] => {
    const ends = news.filter(({ status }) => status === 'resolved');
    since = new Map(ends.map(({ fingerprint }) => [fingerprint, since.get(fingerprint) ?? now]));
    return news.filter(({ status, fingerprint }) => status === 'firing' || now - (since.get(fingerprint) ?? now) >= patienceMs);
  };
}

export interface ReconcilerDeps {
  clock: Clock;
  everyMs: number;
  compare: () => Promise<void>;
  onError: (error: unknown) => void;
}

/** Compares again and again, one at a time. */
export function createReconciler({ clock, everyMs, compare, onError }: ReconcilerDeps) {
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const turn = () => {
    running = compare().catch(onError).then(() => {
      if (!stopped) {
        cancel = clock.after(everyMs, turn);
      }
    });
  };
  return {
    start: () => void (cancel = clock.after(everyMs, turn)),
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
