import { single } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { hexNumber, number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const totals = '/proc/net/ip_vs_stats';
const table = '/proc/net/ip_vs';
const labelNames = ['local_address', 'local_port', 'remote_address', 'remote_port', 'proto', 'local_mark'] as const;
type Backend = Record<(typeof labelNames)[number], string> & { weight: number; active: number; inactive: number };

const set = familySet({
  active: ['gauge', 'node_ipvs_backend_connections_active', 'Connections of the backend that are in use.'],
  inactive: ['gauge', 'node_ipvs_backend_connections_inactive', 'Connections of the backend that are not in use.'],
  weight: ['gauge', 'node_ipvs_backend_weight', 'Weight of the backend.'],
});
const totalRows = [
  ['connections', 'Connections.'],
  ['incoming_packets', 'Packets received.'],
  ['outgoing_packets', 'Packets sent.'],
  ['incoming_bytes', 'Bytes received.'],
  ['outgoing_bytes', 'Bytes sent.'],
] as const;

/** An IPv6 address as Go prints it: no leading zeros, the longest run of two zero groups or more as `::`. */
function shortIpv6(text: string): string {
  const groups = text.split(':').map((group) => parseInt(group, 16).toString(16));
  const runs = [
    ...groups
      .map((group) => (group === '0' ? '0' : '-'))
      .join('')
      .matchAll(/00+/g),
  ];
  const longest = runs.sort((a, b) => b[0].length - a[0].length)[0];
  return longest === undefined
    ? groups.join(':')
    : `${groups.slice(0, longest.index).join(':')}::${groups.slice(longest.index + longest[0].length).join(':')}`;
}

/** `C0A80016:0CEA` or `[2620:0000:…]:0050`. */
function addressAndPort(text: string): { address: string; port: string } {
  const [, ipv4, ipv6, port] = /^(?:([0-9A-F]{8})|\[([0-9a-f:]{39})\]):([0-9A-F]{4})$/i.exec(text) ?? [];
  if (port === undefined) {
    throw new Error(`${table}: an address and a port expected, got ${JSON.stringify(text)}`);
  }
  const address =
    ipv4 === undefined ? shortIpv6(ipv6 ?? '') : (ipv4.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).join('.');
  return { address, port: String(parseInt(port, 16)) };
}

/** Services `TCP|UDP ADDRESS:PORT …` or `FWM MARK …`, each with its backends `-> ADDRESS:PORT FORWARD WEIGHT ACTIVE INACTIVE`. */
function backends(text: string): Backend[] {
  const found: Backend[] = [];
  let service = { proto: '', local_address: '', local_port: '0', local_mark: '' };
  for (const line of lines(text).slice(3)) {
    const [kind = '', where = '', , weight, active, inactive] = words(line);
    if (kind === 'FWM') {
      service = { proto: kind, local_address: '', local_port: '0', local_mark: where };
    } else if (kind === 'TCP' || kind === 'UDP') {
      const { address, port } = addressAndPort(where);
      service = { proto: kind, local_address: address, local_port: port, local_mark: '' };
    } else if (kind === '->' && inactive !== undefined) {
      const { address, port } = addressAndPort(where);
      const counts = {
        weight: number(weight, table),
        active: number(active, table),
        inactive: number(inactive, table),
      };
      found.push({ ...service, remote_address: address, remote_port: port, ...counts });
    }
  }
  return found;
}

/** IP Virtual Server, when its module is loaded; its table is for root only on many systems. */
export function ipvs({ option }: CollectorSettings): Collector {
  const chosen = option['ipvs.backend-labels'].split(',');
  const kept = labelNames.filter((name) => chosen.includes(name));
  return {
    name: 'ipvs',
    reads: [totals, table].map((path) => ({ path, tier: 'medium' })),
    collect(snapshot) {
      const text = snapshot.read(totals);
      if (text === undefined) {
        return undefined;
      }
      const values = words(lines(text)[2] ?? '');
      const families = totalRows.map(([name, help], at) =>
        single('counter', `node_ipvs_${name}_total`, help, hexNumber(values[at], totals))
      );
      const sums = new Map<
        string,
        { labels: Record<string, string>; active: number; inactive: number; weight: number }
      >();
      for (const backend of backends(snapshot.read(table) ?? '')) {
        const labels = Object.fromEntries(kept.map((name) => [name, backend[name]]));
        const key = Object.values(labels).join('\0');
        const sum = sums.get(key) ?? { labels, active: 0, inactive: 0, weight: 0 };
        sums.set(key, sum);
        (['active', 'inactive', 'weight'] as const).forEach((name) => (sum[name] += backend[name]));
      }
      const { add, families: perBackend } = set();
      for (const { labels, ...sum } of sums.values()) {
        (['active', 'inactive', 'weight'] as const).forEach((name) => add(name, labels, sum[name]));
      }
      return [...families, ...perBackend()];
    },
  };
}
