import type { Incident } from '../../../../contract/incident.ts';
import { incidentSubject } from '../../../../contract/incidentSubject.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import { instant } from '../../clock.ts';
import type { History, HistorySubject } from '../../fleet/history/history.ts';

/** What a picture shows. */
export interface Past {
  title: string;
  unit: string;
  hours: number;
  times: number[];
  /** Several when the incident names none of them; the highest first. */
  series: Array<{ name: string; values: Array<number | null> }>;
  limit: number | null;
  startedAt: number;
}

const hour = 3_600_000;
const hours = 6;
const shownSeries = 5;

export interface PastSource {
  range: History['range'];
  vitals: Vitals | undefined;
  now: number;
}

/** The measured value's last hours; undefined when nothing was kept of it. */
export async function readPast(incident: Incident, server: HistorySubject, { range, vitals, now }: PastSource, signal: AbortSignal): Promise<Past | undefined> {
  const subject = incidentSubject(incident, vitals?.cpu?.threads ?? 0);
  if (subject === undefined) {
    return undefined;
  }
  const { family, labels, rate, scale, unit, limit } = subject;
  const found = await range(server, { family, from: instant(now - hours * hour), to: instant(now), rate, ...(labels.length === 0 ? {} : { label: labels }) }, signal);
  const scaled = found.series.map(({ labels: names, mean }) => ({ name: Object.values(names).join(' '), values: mean.map((value) => (value === null ? null : value * scale)) }));
  const series = scaled.filter(({ values }) => values.some((value) => value !== null)).sort((a, b) => peak(b.values) - peak(a.values)).slice(0, shownSeries);
  const title = [incident.title, server.name, incident.item].filter((part) => part !== null).join(' · ');
  return series.length === 0 ? undefined : { title, unit, hours, times: found.times, series, limit: limit ? incident.limit : null, startedAt: Date.parse(incident.startedAt) };
}

const peak = (values: ReadonlyArray<number | null>): number => values.reduce<number>((high, value) => Math.max(high, value ?? -Infinity), -Infinity);
