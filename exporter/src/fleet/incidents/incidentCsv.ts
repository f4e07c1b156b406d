import { instant } from '../../clock.ts';
import type { IncidentRecord } from '../../store/incidents.ts';

const columns: ReadonlyArray<readonly [string, (record: IncidentRecord) => string | number | boolean | null]> = [
  ['id', ({ id }) => id],
  ['state', ({ state }) => state],
  ['severity', ({ severity }) => severity],
  ['check', ({ check }) => check],
  ['server', ({ serverName }) => serverName],
  ['item', ({ item }) => item],
  ['summary', ({ summary }) => summary],
  ['value', ({ value }) => value],
  ['limit', ({ limit }) => limit],
  ['started', ({ startedAt }) => instant(startedAt)],
  ['acknowledged', ({ acknowledgedAt }) => (acknowledgedAt === null ? null : instant(acknowledgedAt))],
  ['acknowledged_by', ({ acknowledgedBy }) => acknowledgedBy],
  ['resolved', ({ resolvedAt }) => (resolvedAt === null ? null : instant(resolvedAt))],
  ['resolution', ({ resolution }) => resolution],
  ['duration_seconds', ({ startedAt, resolvedAt }) => (resolvedAt === null ? null : (resolvedAt - startedAt) / 1000)],
  ['fired', ({ fired }) => fired],
  ['flapping', ({ flapping }) => flapping],
  ['maintenance', ({ maintenance }) => maintenance],
];

/** RFC 4180. A text that a spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV injection). */
function cell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') {
    return value === null ? '' : String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(records: readonly IncidentRecord[]): string {
  const lines = records.map((record) => columns.map(([, read]) => cell(read(record))).join(','));
  return [columns.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}
