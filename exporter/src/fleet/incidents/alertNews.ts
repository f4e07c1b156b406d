import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Severity } from '../../../../contract/check.ts';
import type { Incident } from '../../../../contract/incident.ts';
import type { Millis } from '../../store/columns.ts';

/** PostgreSQL keeps no U+0000, and a text that is cut may end in half a character. */
const kept = (most: number) => z.string().transform((text) => text.slice(0, most).toWellFormed().replaceAll('\0', '\ufffd'));
/** Labels and annotations, as every webhook body has them. Long ones are cut: a body that is refused is not sent again, and its alerts are lost. */
export const Labels = z.record(kept(256), kept(4096));

/** An address to follow; one that is too long to be followed is left out. */
export const Address = z
  .string()
  .default('')
  .transform((url) => (url === '' || url.length > 8192 ? null : url));

/** An instant as Go writes it; null for its zero time, which stands for "not yet". */
export const instantOf = (text: string): number | null => {
  const ms = Date.parse(text);
  return Number.isFinite(ms) && ms > 0 ? ms : null;
};

/** What an alerting system says of one alert, in one form for Grafana's and Alertmanager's bodies and for reconciling. */
export interface AlertNews {
  status: 'firing' | 'resolved';
  source: 'grafana' | 'alertmanager';
  fingerprint: string;
  startsAt: Millis;
  /** When it ended; for a resolved one that is told late this is also what `startsAt` says. */
  endsAt: Millis | null;
  labels: z.infer<typeof Labels>;
  summary: string;
  value: number | null;
  limit: number | null;
  ruleUid: string | null;
  links: Incident['links'];
  /** Why it resolved; only `recovered` means that the value came back. */
  resolution: NonNullable<Incident['resolution']>;
  /** Set when nobody told it, but we found it out. */
  corrected?: string;
}

/** Two rules of one condition at two severities are one thing to a person. */
export const severityOf = (labels: Record<string, string>): Severity => (/^(critical|page|error|emergency)$/i.test(labels['severity'] ?? '') ? 'critical' : 'warning');

/** What an alert is about: everything that names it but its severity. */
export function subjectOf({ source, ruleUid, labels }: Pick<AlertNews, 'source' | 'ruleUid' | 'labels'>): string {
  const named = Object.entries(labels)
    .filter(([name]) => name !== 'severity')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify([source, ruleUid, named])).digest('hex').slice(0, 32);
}
