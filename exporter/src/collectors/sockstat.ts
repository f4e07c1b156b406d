import { single, type Family } from '../metrics/family.ts';
import type { Run, Snapshot } from '../snapshot/snapshot.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';

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
        const protocol = head.replace(/:$/, '');
        for (let at = 0; at < pairs.length; at += 2) {
          const key = pairs[at] ?? '';
          const value = number(pairs[at + 1], file);
          if (protocol === 'sockets') {
            families.push(single('gauge', 'node_sockstat_sockets_used', 'Sockets of all kinds in use.', value));
            continue;
          }
          families.push(
            single('gauge', `node_sockstat_${protocol}_${key}`, `${protocol} sockets: ${kinds[key] ?? key}.`, value)
          );
          if (key === 'mem' && bytes !== undefined) {
            families.push(
              single(
                'gauge',
                `node_sockstat_${protocol}_mem_bytes`,
                `${protocol} sockets: buffer memory, in bytes.`,
                value * bytes
              )
            );
          }
        }
      }
    }
    return families;
  },
};
