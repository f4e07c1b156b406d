import { single } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { hexNumber, number } from './number.ts';

const entries = '/proc/sys/net/netfilter/nf_conntrack_count';
const limit = '/proc/sys/net/netfilter/nf_conntrack_max';
const perCpu = '/proc/net/stat/nf_conntrack';

/** Columns of /proc/net/stat/nf_conntrack, net/netfilter/nf_conntrack_standalone.c: ct_cpu_seq_show. */
const columns = [
  ['found', 2, 'Connection table searches that found an entry.'],
  ['invalid', 4, 'Packets that could not be tracked.'],
  ['ignore', 5, 'Packets that belong to no tracked connection.'],
  ['insert', 8, 'Entries put into the table.'],
  ['insert_failed', 9, 'Entries that could not be put into the table.'],
  ['drop', 10, 'Packets dropped because tracking failed.'],
  ['early_drop', 11, 'Entries dropped to make room for new ones.'],
  ['search_restart', 16, 'Searches begun again because the table was resized.'],
] as const;

/** Connection tracking, when the module is loaded. */
export const conntrack: Collector = {
  name: 'conntrack',
  reads: [entries, limit, perCpu].map((path) => ({ path, tier: 'fast' })),
  collect(snapshot) {
    const [count, max, stat] = [entries, limit, perCpu].map((path) => snapshot.read(path));
    if (count === undefined || max === undefined) {
      return undefined;
    }
    const families = [
      single('gauge', 'node_nf_conntrack_entries', 'Connections being tracked.', number(count.trim(), entries)),
      single('gauge', 'node_nf_conntrack_entries_limit', 'Connections that can be tracked.', number(max.trim(), limit)),
    ];
    if (stat !== undefined) {
      const cpus = lines(stat).slice(1).map(words);
      for (const [name, column, help] of columns) {
        // search_restart came with Linux 2.6.35.
        const sum = cpus.reduce((total, cpu) => total + hexNumber(cpu[column] ?? '0', perCpu), 0);
        families.push(single('gauge', `node_nf_conntrack_stat_${name}`, help, sum));
      }
    }
    return families;
  },
};
