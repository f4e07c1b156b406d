import type { FleetRow } from '../../data/fleetRow';

export interface FleetFilter {
  text: string;
  /** `key=value` or `key`, separated by commas: all must match. */
  tags: string;
  status: string;
  sort: string;
}

export const splitTags = (tags: string): string[] => tags.split(',').filter((tag) => tag !== '');

const has = (tags: Record<string, string>, wanted: string) => {
  const at = wanted.indexOf('=');
  return at < 0 ? wanted in tags : tags[wanted.slice(0, at)] === wanted.slice(at + 1);
};

const matches = ({ server, status }: FleetRow, filter: FleetFilter) =>
  (filter.status === '' || status.state === filter.status) &&
  splitTags(filter.tags).every((tag) => has(server.tags, tag)) &&
  (filter.text === '' || [server.name, server.host, server.username, server.notes].some((field) => field.toLowerCase().includes(filter.text.toLowerCase())));

/** Down first: it is what a person came for. */
const urgency = { down: 0, pending: 1, paused: 2, up: 3 } as const;
const natural = new Intl.Collator('en', { numeric: true });
const byName = (a: FleetRow, b: FleetRow) => natural.compare(a.server.name, b.server.name);

/** Greatest first; what is not known comes last. */
const byValue = (value: (row: FleetRow) => number | null | undefined) => (a: FleetRow, b: FleetRow) => (value(b) ?? -1) - (value(a) ?? -1) || byName(a, b);

const orders: Record<string, (a: FleetRow, b: FleetRow) => number> = {
  name: byName,
  status: (a, b) => urgency[a.status.state] - urgency[b.status.state] || byName(a, b),
  cpu: byValue(({ vitals }) => vitals?.cpuPercent),
  memory: byValue(({ vitals }) => vitals?.memoryPercent),
  disk: byValue(({ vitals }) => vitals?.fullestMount?.usedPercent),
  load: byValue(({ vitals }) => vitals?.load1),
  uptime: byValue(({ vitals }) => vitals?.uptimeSeconds),
  seen: (a, b) => (a.status.lastSeen ?? '').localeCompare(b.status.lastSeen ?? '') || byName(a, b),
};

export function filterFleet(rows: FleetRow[], filter: FleetFilter): FleetRow[] {
  return rows.filter((row) => matches(row, filter)).sort(orders[filter.sort] ?? byName);
}

export interface FleetGroup {
  /** The tag's value; empty for servers without the tag, or when nothing groups. */
  name: string;
  rows: FleetRow[];
}

/** Groups by a tag's value, in natural order, those without it last. */
export function groupFleet(rows: FleetRow[], tag: string): FleetGroup[] {
  if (tag === '') {
    return [{ name: '', rows }];
  }
  const groups = new Map<string, FleetRow[]>();
  for (const row of rows) {
    const value = row.server.tags[tag] ?? '';
    groups.set(value, [...(groups.get(value) ?? []), row]);
  }
  return [...groups].map(([name, rows]) => ({ name, rows })).sort((a, b) => (a.name === '' ? 1 : b.name === '' ? -1 : natural.compare(a.name, b.name)));
}

/** A server that waits for a person: it is down, or its polling stopped until somebody mends the login or compares keys. */
export const needsPerson = ({ status }: FleetRow): boolean =>
  status.state === 'down' || /auth_paused|host_key|credential/.test(status.reason ?? '');
