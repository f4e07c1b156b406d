import { single, type Family } from '../metrics/family.ts';
import type { Run, Snapshot } from '../snapshot/snapshot.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';
import { remembered } from '../metrics/remembered.ts';

const files = ['/proc/net/sockstat', '/proc/net/sockstat6'] as const;

/** The size of a memory page: a process's own map tells it without a fork, and getconf(1) where the kernel lacks smaps. */
const pageSize: Run = {
  name: 'page-size',
  tier: 'static',
  script: `while read -r key value rest; do
  [ "$key" = KernelPageSize: ] && echo $((value * 1024)) && exit
done 2>/dev/null </proc/self/smaps
getconf PAGESIZE 2>/dev/null`,
  perl: `if (open my $f, '<', '/proc/self/smaps') { while (<$f>) { if (/^KernelPageSize:\\s+(\\d+)/) { print $1 * 1024, "\\n"; last } } }`,
};

const kinds: Readonly<Record<string, string>> = {
  inuse: 'in use',
  orphan: 'without a process',
  tw: 'in TIME_WAIT',
  alloc: 'allocated',
  mem: 'buffer memory, in pages',
  memory: 'fragment memory, in bytes',
};

/** Name and HELP of each key of a protocol. */
const describedOf = remembered((head) => {
  const protocol = head.replace(/:$/, '');
  return remembered((key) => {
    if (protocol === 'sockets') {
      return { name: 'node_sockstat_sockets_used', help: 'Sockets of all kinds in use.', inBytes: undefined };
    }
    const prefix = `node_sockstat_${protocol}`;
    const inBytes = { name: `${prefix}_mem_bytes`, help: `${protocol} sockets: buffer memory, in bytes.` };
    return {
      name: `${prefix}_${key}`,
      help: `${protocol} sockets: ${kinds[key] ?? key}.`,
      inBytes: key === 'mem' ? inBytes : undefined,
    };
  });
});

function page(snapshot: Snapshot): number | undefined {
  const size = Number(snapshot.run(pageSize.name)?.stdout);
  return size > 0 ? size : undefined;
}

/** proc(5), /proc/net/sockstat: `PROTOCOL: KEY NUMBER…`. */
export const sockstat: Collector = {
  name: 'sockstat',
  reads: files.map((path) => ({ path, tier: 'fast' })),
  runs: [pageSize],
  collect(snapshot) {
    const families: Family[] = [];
    const bytes = page(snapshot);
    for (const file of files) {
      for (const line of lines(snapshot.read(file) ?? '')) {
        const [head = '', ...pairs] = words(line);
        const described = describedOf(head);
        for (let at = 0; at < pairs.length; at += 2) {
          const key = pairs[at] ?? '';
          const value = number(pairs[at + 1], file);
          const { name, help, inBytes } = described(key);
          families.push(single('gauge', name, help, value));
          if (inBytes !== undefined && bytes !== undefined) {
            families.push(single('gauge', inBytes.name, inBytes.help, value * bytes));
          }
        }
      }
    }
    return families;
  },
};
