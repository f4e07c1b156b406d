import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { words } from './lines.ts';
import { number } from './number.ts';
import { remembered } from './remembered.ts';
import type { CollectorSettings } from './settings.ts';

const paired = ['/proc/net/netstat', '/proc/net/snmp'] as const;
const flat = '/proc/net/snmp6';

/** A field that is kept: its column, and the name and HELP of its family. */
interface Field {
  column: number;
  name: string;
  help: string;
}

const field = (protocol: string, name: string, column = 1): Field => ({
  column,
  name: `node_netstat_${protocol}_${name}`,
  help: `Field ${protocol} ${name} of the network's counters.`,
});
const family = ({ name, help }: Field, value: string | undefined, file: string): Family =>
  single('untyped', name, help, number(value, file));

/** proc(5), /proc/net/snmp and netstat; snmp6 where IPv6 is on. Some fields are no counters, so all are untyped. */
export function netstat({ option }: CollectorSettings): Collector {
  const kept = filter(option['netstat.fields'], '');
  /** `PROTOCOL: NAME…`: hundreds of names, of which a few are kept. */
  const fieldsOf = remembered((line) => {
    const names = line.split(' ');
    const protocol = (names[0] ?? '').slice(0, -1);
    const fields = names.map((name, column) => field(protocol, name, column)).slice(1);
    return { count: names.length, fields: fields.filter(({ column }) => kept(`${protocol}_${names[column]}`)) };
  });
  /** Ip6InReceives: the protocol goes up to its 6. */
  const fieldOf = remembered((name) => {
    const six = name.indexOf('6') + 1;
    const [protocol, rest] = [name.slice(0, six), name.slice(six)];
    return six > 0 && kept(`${protocol}_${rest}`) ? field(protocol, rest) : undefined;
  });

  /** Pairs of lines: names, then numbers, both after the protocol. */
  const ofPairs = (text: string, file: string): Family[] => {
    const lines = text.split('\n');
    const families: Family[] = [];
    for (let at = 0; at + 1 < lines.length; at += 2) {
      const { count, fields } = fieldsOf(lines[at] ?? '');
      const values = (lines[at + 1] ?? '').split(' ');
      if (values.length !== count || !(lines[at] ?? '').startsWith(values[0] ?? '')) {
        throw new Error(`${file}: names and numbers of ${values[0]} do not match`);
      }
      families.push(...fields.map((one) => family(one, values[one.column], file)));
    }
    return families;
  };

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
        families.push(...ofPairs(text, file));
      }
      for (const line of (snapshot.read(flat) ?? '').split('\n')) {
        const name = /^\S*/.exec(line)?.[0] ?? '';
        const one = fieldOf(name);
        if (one !== undefined) {
          families.push(family(one, words(line)[1], flat));
        }
      }
      return families;
    },
  };
}
