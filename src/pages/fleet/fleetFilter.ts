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

type Value = (row: FleetRow) => number | null | undefined;
const values: Record<string, Value> = {
  status: ({ status }) => urgency[status.state],
  cpu: ({ vitals }) => vitals?.cpuPercent,
  memory: ({ vitals }) => vitals?.memoryPercent,
  disk: ({ vitals }) => vitals?.fullestMount?.usedPercent,
  load: ({ vitals }) => vitals?.load1,
  uptime: ({ vitals }) => vitals?.uptimeSeconds,
  seen: ({ status }) => (status.lastSeen === null ? undefined : Date.parse(status.lastSeen)),
};

/** By a value, upwards or downwards; what is not known comes last either way. Ties stay in their order. */
function sortBy(rows: FleetRow[], value: Value, downwards: boolean): FleetRow[] {
  const known = rows.map((row) => ({ row, at: value(row) }));
  const direction = downwards ? -1 : 1;
  known.sort((a, b) => (a.at == null || b.at == null ? Number(a.at == null) - Number(b.at == null) : direction * (a.at - b.at)));
  return known.map(({ row }) => row);
}

/** What matches, in its order; a dash in front of it means downwards. The rows come sorted by name. */
export function filterFleet(rows: FleetRow[], filter: FleetFilter): FleetRow[] {
  const found = rows.filter((row) => matches(row, filter));
  const downwards = filter.sort.startsWith('-');
  const value = values[downwards ? filter.sort.slice(1) : filter.sort];
  return value !== undefined ? sortBy(found, value, downwards) : downwards ? found.reverse() : found;
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
    const group = groups.get(value);
    if (group === undefined) {
      groups.set(value, [row]);
    } else {
      group.push(row);
    }
  }
  return [...groups].map(([name, rows]) => ({ name, rows })).sort((a, b) => (a.name === '' ? 1 : b.name === '' ? -1 : natural.compare(a.name, b.name)));
}

/** A server that waits for a person: it is down, or its polling stopped until somebody mends the login or compares keys. */
export const needsPerson = ({ status }: FleetRow): boolean =>
  status.state === 'down' || /auth_paused|host_key|credential/.test(status.reason ?? '');
