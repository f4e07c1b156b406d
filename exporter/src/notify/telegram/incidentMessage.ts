import type { Incident, IncidentEvent } from '../../../../contract/incident.ts';
import { checkOf, formatMeasured } from '../../fleet/incidents/incidentText.ts';
import { agoText, timeText } from '../time.ts';
import { bold, foreign, italic, lines, text, type Rich, type Span } from './rich.ts';

const signs = { critical: '🔴', warning: '🟠' } as const;

/** One sign for how it stands. */
const signOf = ({ state, severity }: Pick<Incident, 'state' | 'severity'>): string => (state === 'resolved' ? '✅' : state === 'acknowledged' ? '👤' : signs[severity]);

/** `telegram:ann` → ann. */
export const nameOf = (actor: string): string => actor.replace(/^[a-z]+:/, '');

const endings: Record<NonNullable<Incident['resolution']>, string> = {
  recovered: 'the value came back',
  series_gone: 'what was measured is gone',
  no_data: 'there is no data any more',
  error: 'the rule failed',
  rule_changed: 'the rule was changed',
  rule_deleted: 'the rule was deleted',
  person: 'by a person',
  reconciled: 'found resolved when comparing',
};

/** Where it is: server and item, as far as they are known. */
const placeOf = ({ serverName, item }: Incident): Span[] => {
  const names = [serverName, item].filter((name) => name !== null);
  return names.length === 0 ? [] : [text(' — '), ...names.flatMap((name, index) => [...(index > 0 ? [text(' ')] : []), foreign(name, 'b')])];
};

export function valueOf({ check, value, limit }: Incident): string | undefined {
  if (value === null) {
    return undefined;
  }
  const known = checkOf(check);
  const format = (number: number) => (known === undefined ? String(Number(number.toPrecision(6))) : formatMeasured(known.unit, number));
  return limit === null ? format(value) : `${format(value)} (limit ${format(limit)})`;
}

/** Labels of somebody else's rule, which say what a check of ours says by itself. */
function labelsOf({ check, labels }: Incident): Rich | undefined {
  const shown = Object.entries(labels).filter(([name]) => !/^(alertname|severity|grafana_folder|__.*__)$/.test(name));
  return check !== null || shown.length === 0 ? undefined : shown.flatMap(([name, value], index) => [text(index === 0 ? '' : '\n'), foreign(name), text(' = '), foreign(value, 'code')]);
}

function stateOf({ state, startedAt, acknowledgedAt, acknowledgedBy, resolvedAt, resolution, silencedUntil, escalation }: Incident, now: number): Rich[] {
  const started = Date.parse(startedAt);
  const rows: Rich[] = [[text(`Since ${timeText(started)}${state === 'resolved' ? '' : `, for ${agoText(now - started)}`}`)]];
  if (acknowledgedAt !== null && acknowledgedBy !== null) {
    rows.push([text('👤 '), foreign(nameOf(acknowledgedBy), 'b'), text(` takes care since ${timeText(Date.parse(acknowledgedAt))}, after ${agoText(Date.parse(acknowledgedAt) - started)}`)]);
  }
  if (state === 'resolved' && resolvedAt !== null) {
    rows.push([text(`✅ Resolved ${timeText(Date.parse(resolvedAt))} after ${agoText(Date.parse(resolvedAt) - started)}${resolution === null ? '' : `: ${endings[resolution]}`}`)]);
  } else {
    if (silencedUntil !== null && Date.parse(silencedUntil) > now) {
      rows.push([text(`🔕 Silenced until ${timeText(Date.parse(silencedUntil))}`)]);
    }
    if (state === 'firing' && escalation?.nextAt != null && escalation.nextContacts.length > 0) {
      rows.push([text(`⏫ Next at ${timeText(Date.parse(escalation.nextAt))}: `), foreign(escalation.nextContacts.join(', '))]);
    }
  }
  return rows;
}

const linksOf = ({ links }: Incident): Rich | undefined => {
  const named = Object.entries({ Rule: links.rule, Panel: links.panel }).filter((link): link is [string, string] => link[1] !== null && /^https?:\/\//.test(link[1]));
  return named.length === 0 ? undefined : named.flatMap(([name, href], index): Rich => [text(index === 0 ? '' : ' · '), { text: name, href }]);
};

/** An incident as one message, as it is now. */
export function incidentMessage(incident: Incident, now: number, remark?: string): Rich {
  const { state, severity, title, summary, flapping, fired, maintenance } = incident;
  const value = valueOf(incident);
  const heading = state === 'resolved' ? 'Resolved' : severity === 'critical' ? 'Critical' : 'Warning';
  return lines([
    remark === undefined ? undefined : [italic(remark)],
    [text(`${signOf(incident)} `), bold(`${heading}: ${title}`), ...placeOf(incident)],
    value === undefined ? undefined : [bold(value)],
    summary === '' || summary === title ? undefined : [foreign(summary)],
    labelsOf(incident),
    ...stateOf(incident, now),
    flapping ? [text(`It comes and goes: ${fired} times by now`)] : undefined,
    maintenance ? [text('🛠 In maintenance')] : undefined,
    linksOf(incident),
  ]);
}

/** One line of a list. */
export function incidentLine(incident: Incident): Rich {
  const value = valueOf(incident);
  return [text(`${signOf(incident)} `), foreign(incident.title), ...placeOf(incident), ...(value === undefined ? [] : [text(`: ${value}`)]), ...(incident.acknowledgedBy === null || incident.state !== 'acknowledged' ? [] : [text(' · '), foreign(nameOf(incident.acknowledgedBy))])];
}

/** Many at once in one message. */
export function groupMessage(incidents: readonly Incident[], remark?: string): Rich {
  const open = incidents.filter(({ state }) => state !== 'resolved').length;
  const worst = incidents.some(({ severity, state }) => severity === 'critical' && state !== 'resolved') ? signs.critical : open === 0 ? '✅' : signs.warning;
  const heading = open === incidents.length ? `${open} incidents` : `${open} of ${incidents.length} incidents are open`;
  return lines([remark === undefined ? undefined : [italic(remark)], [text(`${worst} `), bold(heading)], ...incidents.map(incidentLine)]);
}

/** The newest of what happened, oldest first. */
export function timeLine(events: readonly IncidentEvent[], count = 15): Rich {
  return lines(events.slice(-count).map(({ at, kind, actor, text: said }) => [text(`${timeText(Date.parse(at))} ${kind.replace('_', ' ')}`), ...(actor === 'system' ? [] : [text(' by '), foreign(nameOf(actor))]), ...(said === '' ? [] : [text(': '), foreign(said)])]));
}
