import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { filter, type Filter } from './filter.ts';
import { words } from './lines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const paired = ['/proc/net/netstat', '/proc/net/snmp'] as const;
const flat = '/proc/net/snmp6';

const family = (key: string, value: string | undefined, file: string): Family =>
  single('untyped', `node_netstat_${key}`, `Field ${key.replace('_', ' ')} of ${file}.`, number(value, file));

/** Pairs of lines: `PROTOCOL: NAME…`, then `PROTOCOL: NUMBER…`. */
function ofPairs(text: string, file: string, kept: Filter): Family[] {
  const families: Family[] = [];
  const lines = text.split('\n');
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const names = (lines[at] ?? '').split(' ');
    const values = (lines[at + 1] ?? '').split(' ');
    if (names.length !== values.length || names[0] !== values[0]) {
      throw new Error(`${file}: names and numbers of ${names[0]} do not match`);
    }
    const protocol = (names[0] ?? '').slice(0, -1);
    for (let column = 1; column < names.length; column++) {
      const key = `${protocol}_${names[column]}`;
      if (kept(key)) {
        families.push(family(key, values[column], file));
      }
    }
  }
  return families;
}

/** Lines `NAME NUMBER`, where NAME begins with the protocol, up to its 6: Ip6InReceives. */
function ofLines(text: string, kept: Filter): Family[] {
  const families: Family[] = [];
  for (const line of text.split('\n')) {
    const [name = '', value] = words(line);
    const six = name.indexOf('6');
    const key = `${name.slice(0, six + 1)}_${name.slice(six + 1)}`;
    if (six >= 0 && kept(key)) {
      families.push(family(key, value, flat));
    }
  }
  return families;
}

/** proc(5), /proc/net/snmp and netstat; snmp6 where IPv6 is on. Some fields are no counters, so all are untyped. */
export function netstat({ option }: CollectorSettings): Collector {
  const kept = filter(option['netstat.fields'], '');
  return {
    name: 'netstat',
    reads: [...paired, flat].map((path) => ({ path, tier: 'fast' })),
    collect(snapshot) {
      const families: Family[] = [];
      for (const file of paired) {
        const text = snapshot.read(file);
        if (text === undefined) {
          return undefined;
        }
        families.push(...ofPairs(text, file, kept));
      }
      families.push(...ofLines(snapshot.read(flat) ?? '', kept));
      return families;
    },
  };
}
