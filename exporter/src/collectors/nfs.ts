import { familySet } from '../metrics/familySet.ts';
import type { Collector } from './collector.ts';
import { keyedNumbers } from './keyedNumbers.ts';
import { version2, version3, version4Client } from './nfsMethods.ts';
import { number } from './number.ts';

const file = '/proc/net/rpc/nfs';
const set = familySet({
  packets: ['counter', 'node_nfs_packets_total', 'Packets of the NFS client, sent and received.'],
  connections: ['counter', 'node_nfs_connections_total', 'TCP connections of the NFS client.'],
  rpcs: ['counter', 'node_nfs_rpcs_total', 'Calls of the NFS client.'],
  retransmissions: ['counter', 'node_nfs_rpc_retransmissions_total', 'Calls sent again.'],
  refreshes: ['counter', 'node_nfs_rpc_authentication_refreshes_total', 'Times authentication was refreshed.'],
  requests: ['counter', 'node_nfs_requests_total', 'Requests of the NFS client by version and method.'],
});
const versions = [
  ['2', 'proc2', version2],
  ['3', 'proc3', version3],
  ['4', 'proc4', version4Client],
] as const;

/** The NFS client, when its module is loaded. A method that the kernel does not count was never used. */
export const nfs: Collector = {
  name: 'nfs',
  reads: [{ path: file, tier: 'slow' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const { add, families } = set();
    const found = keyedNumbers(text);
    const value = (key: string, at: number) => number(found.get(key)?.[at] ?? '0', file);
    add('packets', { protocol: 'udp' }, value('net', 1));
    add('packets', { protocol: 'tcp' }, value('net', 2));
    add('connections', {}, value('net', 3));
    add('rpcs', {}, value('rpc', 0));
    add('retransmissions', {}, value('rpc', 1));
    add('refreshes', {}, value('rpc', 2));
    for (const [proto, key, methods] of versions) {
      // The first number says how many follow.
      methods.forEach((method, at) => add('requests', { method, proto }, value(key, at + 1)));
    }
    return families();
  },
};
