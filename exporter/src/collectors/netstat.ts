import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { keyedLines } from './keyedLines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const paired = ['/proc/net/netstat', '/proc/net/snmp'] as const;
const flat = '/proc/net/snmp6';

const space = 0x20;
/** Kernels of a fleet differ a little, each with a handful of such lines. */
const mostHeads = 40;

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

/** Cuts the columns that are kept, a few of hundreds, out of a line of numbers; returns how many columns it has. */
function cut(
  text: string,
  from: number,
  end: number,
  fields: readonly Field[],
  visit: (one: Field, value: string) => void
): number {
  let column = 0;
  let next = 0;
  for (let start = from, at = from; at <= end; at += 1) {
    if (at === end || text.charCodeAt(at) === space) {
      const one = fields[next];
      if (one?.column === column) {
        visit(one, text.slice(start, at));
        next += 1;
      }
      column += 1;
      start = at + 1;
    }
  }
  return column;
}

/** proc(5), /proc/net/snmp and netstat; snmp6 where IPv6 is on. Some fields are no counters, so all are untyped. */
export function netstat({ option }: CollectorSettings): Collector {
  const kept = filter(option['netstat.fields'], '');
  /** `PROTOCOL: NAME…`: hundreds of names, of which a few are kept. */
  const fieldsOf = (line: string) => {
    const names = line.split(' ');
    const protocol = (names[0] ?? '').slice(0, -1);
    const fields = names.map((name, column) => field(protocol, name, column)).slice(1);
    return { line, count: names.length, fields: fields.filter(({ column }) => kept(`${protocol}_${names[column]}`)) };
  };
  /** Lines of names met lately. They are long: comparing two takes less than a look-up, and a slice is compared 30 times faster than `startsWith` does. */
  let heads: Array<ReturnType<typeof fieldsOf>> = [];
  const headAt = (text: string, from: number, end: number) => {
    const known = heads.find(({ line }) => line.length === end - from && text.slice(from, end) === line);
    if (known !== undefined) {
      return known;
    }
    const head = fieldsOf(text.slice(from, end));
    heads = [head, ...heads].slice(0, mostHeads);
    return head;
  };
  /** Ip6InReceives: the protocol goes up to its 6. */
  const inLines = keyedLines(/(\S+)\s/y, (name) => {
    const six = name.indexOf('6') + 1;
    const [protocol, rest] = [name.slice(0, six), name.slice(six)];
    return six > 0 && kept(`${protocol}_${rest}`) ? field(protocol, rest) : undefined;
  });

  /** Pairs of lines: names, then numbers, both after the protocol. */
  const ofPairs = (text: string, file: string): Family[] => {
    const families: Family[] = [];
    for (let from = 0, end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const { line, count, fields } = headAt(text, from, end);
      const next = text.indexOf('\n', end + 1);
      const last = next < 0 ? text.length : next;
      const [protocol = ''] = text.slice(end + 1, last).split(' ', 1);
      if (
        cut(text, end + 1, last, fields, (one, value) => families.push(family(one, value, file))) !== count ||
        !line.startsWith(protocol)
      ) {
        throw new Error(`${file}: names and numbers of ${protocol} do not match`);
      }
      from = last + 1;
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
      inLines(snapshot.read(flat) ?? '', (one, value) => families.push(family(one, value.trim(), flat)));
      return families;
    },
  };
}
