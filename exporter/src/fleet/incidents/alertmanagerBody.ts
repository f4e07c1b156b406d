import { z } from 'zod';
import { Address, instantOf, Labels, type AlertNews } from './alertNews.ts';

/** Alertmanager's webhook body, version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const AlertmanagerBody = z.object({
  version: z.literal('4'),
  externalURL: Address,
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Labels,
        annotations: Labels.default({}),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.string().default(''),
        generatorURL: Address,
        fingerprint: z.string().regex(/^[0-9a-f]{1,64}$/i),
      })
    )
    .max(10_000),
});

const numberOf = (text: string | undefined): number | null => {
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
};

/** The shipped rules for Prometheus put value and limit into annotations of these names. */
export function readAlertmanagerBody(body: unknown): AlertNews[] {
  const { alerts, externalURL } = AlertmanagerBody.parse(body);
  return alerts.map((alert) => ({
    status: alert.status,
    source: 'alertmanager',
    fingerprint: alert.fingerprint.toLowerCase(),
    startsAt: Date.parse(alert.startsAt),
    endsAt: alert.status === 'resolved' ? instantOf(alert.endsAt) : null,
    labels: alert.labels,
    summary: alert.annotations['summary'] ?? '',
    value: numberOf(alert.annotations['value']),
    limit: numberOf(alert.annotations['limit']),
    ruleUid: null,
    links: { rule: alert.generatorURL, panel: null, silence: externalURL === null ? null : `${externalURL}/#/silences/new` },
    resolution: 'recovered',
  }));
}
