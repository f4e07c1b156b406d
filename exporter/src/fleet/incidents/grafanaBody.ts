import { z } from 'zod';
import { Address, instantOf, Labels, type AlertNews } from './alertNews.ts';

/** An alert in the body of Grafana's webhook contact point, as far as it is read (Grafana 12.3). */
const GrafanaAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Labels,
  annotations: Labels.default({}),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.string().default(''),
  generatorURL: Address,
  fingerprint: z.string().regex(/^[0-9a-f]{1,64}$/i),
  silenceURL: Address,
  panelURL: Address,
  values: z.record(z.string(), z.number().nullable()).nullable().catch(null),
});
const GrafanaBody = z.object({ alerts: z.array(GrafanaAlert).max(10_000) });
type GrafanaAlert = z.infer<typeof GrafanaAlert>;

/** `grafana_state_reason` of a resolved alert → how the incident ended. Only where there is none the value came back. */
const reasons: Record<string, AlertNews['resolution']> = {
  MissingSeries: 'series_gone',
  NoData: 'no_data',
  Error: 'error',
  Updated: 'rule_changed',
  RuleDeleted: 'rule_deleted',
  Paused: 'rule_changed',
};


/** The uid is only in the address of the rule: …/alerting/grafana/UID/view. */
export const ruleUidIn = (generatorURL: string | null): string | null => /\/alerting\/grafana\/([^/?]+)\/view/.exec(generatorURL ?? '')?.[1] ?? null;

function newsOf(alert: GrafanaAlert): AlertNews {
  const reason = alert.annotations['grafana_state_reason'] ?? '';
  const known = alert.labels['check'] !== undefined;
  return {
    status: alert.status,
    source: 'grafana',
    fingerprint: alert.fingerprint.toLowerCase(),
    startsAt: Date.parse(alert.startsAt),
    endsAt: instantOf(alert.endsAt),
    labels: alert.labels,
    summary: alert.annotations['summary'] ?? '',
    value: alert.values?.['A'] ?? null,
    limit: known ? (alert.values?.['B'] ?? null) : null,
    ruleUid: ruleUidIn(alert.generatorURL),
    links: { rule: alert.generatorURL, panel: alert.panelURL, silence: alert.silenceURL },
    resolution: reason === '' ? 'recovered' : (reasons[reason] ?? 'error'),
  };
}

/** Each alert has its own status: the body's is `firing` while any of the group fires. */
export const readGrafanaBody = (body: unknown): AlertNews[] => GrafanaBody.parse(body).alerts.map(newsOf);
