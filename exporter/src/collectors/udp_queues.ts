import type { Sample } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';
import { socketLines, socketsRun } from './sockets.ts';

/** What UDP sockets have waiting, in bytes. */
export const udpQueues: Collector = {
  name: 'udp_queues',
  reads: [],
  runs: [socketsRun],
  collect(snapshot) {
    const samples: Sample[] = [];
    for (const [kind, ip = '', received, sent] of socketLines(snapshot)) {
      if (kind === 'udp') {
        samples.push({ labels: { ip, queue: 'rx' }, value: number(received, socketsRun.name) });
        samples.push({ labels: { ip, queue: 'tx' }, value: number(sent, socketsRun.name) });
      }
    }
    return samples.length === 0
      ? undefined
      : [
          {
            type: 'gauge',
            name: 'node_udp_queues',
            help: 'Memory of datagrams that wait in UDP sockets, in bytes.',
            samples,
          },
        ];
  },
};
