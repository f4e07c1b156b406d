import { familySet } from '../metrics/familySet.ts';
import { labelled } from '../metrics/sharedLabels.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { hexNumber } from './number.ts';

const file = '/proc/net/softnet_stat';
const set = familySet({
  processed: ['counter', 'node_softnet_processed_total', 'Packets the CPU took from its queues.'],
  dropped: ['counter', 'node_softnet_dropped_total', 'Packets dropped because the backlog queue was full.'],
  squeezed: [
    'counter',
    'node_softnet_times_squeezed_total',
    'Rounds that ended with packets left, out of budget or time.',
  ],
  collision: ['counter', 'node_softnet_cpu_collision_total', 'Times a device was locked by another CPU while sending.'],
  rps: ['counter', 'node_softnet_received_rps_total', 'Times another CPU woke this one to process packets.'],
  flowLimit: ['counter', 'node_softnet_flow_limit_count_total', 'Packets dropped by the flow limit.'],
  backlog: ['gauge', 'node_softnet_backlog_len', 'Packets waiting in the backlog queue.'],
});

const labelsOf = labelled('cpu');

/** net/core/net-procfs.c, softnet_seq_show: hexadecimal columns, 9 of old, 10 since 2.6.39, 11 since 4.18, 13 since 5.14. */
export const softnet: Collector = {
  name: 'softnet',
  reads: [{ path: file, tier: 'fast' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const { add, families } = set();
    lines(text).forEach((line, index) => {
      const columns = words(line);
      if (columns.length < 9) {
        throw new Error(`${file}: at least 9 columns expected, got ${columns.length}`);
      }
      const column = (at: number) => hexNumber(columns[at] ?? '0', file);
      const labels = labelsOf(String(columns.length >= 13 ? column(12) : index));
      add('processed', labels, column(0));
      add('dropped', labels, column(1));
      add('squeezed', labels, column(2));
      add('collision', labels, column(8));
      add('rps', labels, column(9));
      add('flowLimit', labels, column(10));
      add('backlog', labels, columns.length >= 13 ? column(11) : 0);
    });
    return families();
  },
};
