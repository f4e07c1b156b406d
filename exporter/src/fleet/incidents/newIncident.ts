import type { IncidentRecord } from '../../store/incidents.ts';
import { severityOf, type AlertNews } from './alertNews.ts';
import { checkOf, summaryOf } from './incidentText.ts';

/** What we know of the thing an alert names. */
export interface IncidentSubject {
  serverId: string | null;
  /** The name of the maintenance window it is in, or null. */
  maintenance: string | null;
}

/** The newest numbers and links of an incident, as the alert tells them. */
export function withNews(incident: IncidentRecord, news: AlertNews, { serverId }: IncidentSubject): IncidentRecord {
  const worse = severityOf(news.labels) === 'critical' || incident.severity !== 'critical' || incident.fingerprint === news.fingerprint;
  const [value, limit] = worse ? [news.value ?? incident.value, news.limit ?? incident.limit] : [news.value ?? incident.value, incident.limit];
  const about = { server: incident.serverName, item: incident.item, value, limit };
  return {
    ...incident,
    serverId: serverId ?? incident.serverId,
    value,
    limit,
    fingerprint: worse ? news.fingerprint : incident.fingerprint,
    links: { rule: news.links.rule ?? incident.links.rule, panel: news.links.panel ?? incident.links.panel, silence: news.links.silence ?? incident.links.silence },
    summary: summaryOf(checkOf(incident.check), about, news.summary === '' ? incident.summary : news.summary),
  };
}

/** An incident as it begins. */
export function newIncident(id: string, subject: string, news: AlertNews, about: IncidentSubject): IncidentRecord {
  const { labels, value, limit } = news;
  const check = checkOf(labels['check']);
  const serverName = labels['instance'] ?? null;
  const item = labels['item'] ?? null;
  const title = check?.title ?? labels['alertname'] ?? 'Alert';
  return {
    id,
    subject,
    state: 'firing',
    severity: severityOf(labels),
    check: check === undefined ? null : (labels['check'] as string),
    title,
    summary: summaryOf(check, { server: serverName, item, value, limit }, news.summary === '' ? title : news.summary),
    serverId: about.serverId,
    serverName,
    item,
    labels,
    value,
    limit,
    fingerprint: news.fingerprint,
    ruleUid: news.ruleUid,
    source: news.source,
    links: news.links,
    startedAt: news.startsAt,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolution: null,
    assignee: null,
    flapping: false,
    fired: 1,
    fireTimes: [news.startsAt],
    maintenance: about.maintenance !== null,
    silencedUntil: null,
    silenceId: null,
    revision: 1,
  };
}
