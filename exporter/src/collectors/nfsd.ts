import { familySet } from '../metrics/familySet.ts';
import type { Collector } from './collector.ts';
import { keyedNumbers } from './keyedNumbers.ts';
import { version2, version3, version4Server } from './nfsMethods.ts';
import { number } from './number.ts';

const file = '/proc/net/rpc/nfsd';
const set = familySet({
  hits: ['counter', 'node_nfsd_reply_cache_hits_total', 'Requests answered from the reply cache.'],
  misses: ['counter', 'node_nfsd_reply_cache_misses_total', 'Requests put into the reply cache.'],
  nocache: ['counter', 'node_nfsd_reply_cache_nocache_total', 'Requests that need no reply cache.'],
  stale: ['counter', 'node_nfsd_file_handles_stale_total', 'Stale file handles.'],
  read: ['counter', 'node_nfsd_disk_bytes_read_total', 'Bytes read for clients.'],
  written: ['counter', 'node_nfsd_disk_bytes_written_total', 'Bytes written for clients.'],
  threads: ['gauge', 'node_nfsd_server_threads', 'Threads of the NFS server.'],
  cacheSize: ['gauge', 'node_nfsd_read_ahead_cache_size_blocks', 'Blocks of the read-ahead cache.'],
  cacheMisses: [
    'counter',
    'node_nfsd_read_ahead_cache_not_found_total',
    'Reads that were not in the read-ahead cache.',
  ],
  packets: ['counter', 'node_nfsd_packets_total', 'Packets of the NFS server, sent and received.'],
  connections: ['counter', 'node_nfsd_connections_total', 'TCP connections to the NFS server.'],
  errors: ['counter', 'node_nfsd_rpc_errors_total', 'Bad calls to the NFS server.'],
  rpcs: ['counter', 'node_nfsd_server_rpcs_total', 'Calls to the NFS server.'],
  requests: ['counter', 'node_nfsd_requests_total', 'Requests to the NFS server by version and method.'],
});

/** Line and column of each single number; fs/nfsd/stats.c, nfsd_show. */
const singles = [
  ['hits', 'rc', 0],
  ['misses', 'rc', 1],
  ['nocache', 'rc', 2],
  ['stale', 'fh', 0],
  ['read', 'io', 0],
  ['written', 'io', 1],
  ['threads', 'th', 0],
  ['cacheSize', 'ra', 0],
  ['cacheMisses', 'ra', 11],
  ['connections', 'net', 3],
  ['rpcs', 'rpc', 0],
] as const;
const versions = [
  ['2', 'proc2', version2],
  ['3', 'proc3', version3],
  ['4', 'proc4ops', version4Server],
] as const;

/** The NFS server, when its module is loaded. */
export const nfsd: Collector = {
  name: 'nfsd',
  reads: [{ path: file, tier: 'slow' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const { add, families } = set();
    const found = keyedNumbers(text);
    const value = (key: string, at: number) => number(found.get(key)?.[at] ?? '0', file);
    singles.forEach(([key, line, at]) => add(key, {}, value(line, at)));
    add('packets', { proto: 'udp' }, value('net', 1));
    add('packets', { proto: 'tcp' }, value('net', 2));
    ['fmt', 'auth', 'cInt'].forEach((error, at) => add('errors', { error }, value('rpc', at + 2)));
    for (const [proto, key, methods] of versions) {
      methods.forEach((method, at) => {
        // Null is counted, but not exported upstream.
        if (method !== '-' && method !== 'Null') {
          add('requests', { method, proto }, value(key, at + 1));
        }
      });
    }
    add('requests', { method: 'WdelegGetattr', proto: '4' }, value('wdeleg_getattr', 0));
    return families();
  },
};
