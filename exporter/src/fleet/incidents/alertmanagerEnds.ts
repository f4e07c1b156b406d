import type { AlertRecord } from '../../store/incidentAlerts.ts';
import type { AlertNews } from './alertNews.ts';

/** An Alertmanager that was restarted hears of each alert again within a minute (Prometheus, --rules.alert.resend-delay) and an evaluation. */
const patienceMs = 90_000;

/**
 * What ended in Alertmanager and was not told: like Grafana's, it tells no end of an alert that is silenced. An alert that it had, and has not
 * any more for a while, is over. One that it never had may be another Alertmanager's, of which nothing is known.
 */
export function createAlertmanagerEnds() {
  /** When each of those it had was missed first; null while it is there. */
  const had = new Map<string, number | null>();
  return (known: readonly AlertRecord[], firing: ReadonlySet<string>, now: number): AlertNews[] => {
    firing.forEach((fingerprint) => had.set(fingerprint, null));
    const open = new Set(known.map(({ fingerprint }) => fingerprint));
    for (const [fingerprint, missed] of had) {
      if (!firing.has(fingerprint)) {
        if (open.has(fingerprint)) {
          had.set(fingerprint, missed ?? now);
        } else {
          had.delete(fingerprint);
        }
      }
    }
    const over = known.filter(({ fingerprint }) => now - (had.get(fingerprint) ?? now) >= patienceMs);
    return over.map(({ fingerprint, startsAt, labels, ruleUid }): AlertNews => ({
      source: 'alertmanager',
      status: 'resolved',
      fingerprint,
      startsAt,
      endsAt: now,
      labels,
      summary: '',
      value: null,
      limit: null,
      ruleUid,
      links: { rule: null, panel: null, silence: null },
      resolution: 'reconciled',
      corrected: 'Alertmanager has it no more; its message did not come.',
    }));
  };
}
