import type { Sample } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';
import { socketLines, socketsRun } from './sockets.ts';

/** include/net/tcp_states.h, from 1 on; with the words ss(8) has for them. */
const states = [
  ['established', 'ESTAB'],
  ['syn_sent', 'SYN-SENT'],
  ['syn_recv', 'SYN-RECV'],
  ['fin_wait1', 'FIN-WAIT-1'],
  ['fin_wait2', 'FIN-WAIT-2'],
  ['time_wait', 'TIME-WAIT'],
  ['close', 'UNCONN'],
  ['close_wait', 'CLOSE-WAIT'],
  ['last_ack', 'LAST-ACK'],
  ['listen', 'LISTEN'],
  ['closing', 'CLOSING'],
] as const;

const stateName = (text: string): string =>
  (/^[0-9A-F]{2}$/.test(text) ? states[parseInt(text, 16) - 1] : states.find(([, word]) => word === text))?.[0] ??
  'unknown';

/** TCP sockets by state, of both IP versions. */
export const tcpstat: Collector = {
  name: 'tcpstat',
  reads: [],
  runs: [socketsRun],
  collect(snapshot) {
    const counts = new Map<string, number>();
    for (const [kind, first, second] of socketLines(snapshot)) {
      if (kind === 'tcp') {
        const name = stateName(first ?? '');
        counts.set(name, (counts.get(name) ?? 0) + number(second, socketsRun.name));
      } else if (kind === 'tcp-queue') {
        counts.set('rx_queued_bytes', number(first, socketsRun.name));
        counts.set('tx_queued_bytes', number(second, socketsRun.name));
      }
    }
    const samples: Sample[] = [...counts].map(([state, value]) => ({ labels: { state }, value }));
    return samples.length === 0
      ? undefined
      : [
          {
            type: 'gauge',
            name: 'node_tcp_connection_states',
            help: 'TCP sockets in each state, and bytes in their queues.',
            samples,
          },
        ];
  },
};
