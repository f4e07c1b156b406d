import { z } from 'zod';
import type { AlertNews } from './alertNews.ts';

const Labels = z.record(z.string().max(256), z.string().max(4096));

/** Alertmanager's webhook body, version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const AlertmanagerBody = z.object({
  version: z.literal('4'),
  externalURL: z.string().max(2048).default(''),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Labels,
        annotations: Labels.default({}),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.string().default(''),
        generatorURL: z.string().max(4096).default(''),
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
    endsAt: alert.status === 'resolved' ? Date.parse(alert.endsAt) : null,
    labels: alert.labels,
    summary: alert.annotations['summary'] ?? '',
    value: numberOf(alert.annotations['value']),
    limit: numberOf(alert.annotations['limit']),
    ruleUid: null,
    links: { rule: alert.generatorURL === '' ? null : alert.generatorURL, panel: null, silence: externalURL === '' ? null : `${externalURL}/#/silences/new` },
    resolution: 'recovered',
  }));
}
