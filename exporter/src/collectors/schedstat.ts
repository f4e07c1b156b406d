import { familySet } from '../metrics/familySet.ts';
import { labelled } from '../metrics/sharedLabels.ts';
import type { Collector } from './collector.ts';
import { lines, words } from './lines.ts';
import { number } from './number.ts';

const file = '/proc/schedstat';
const set = familySet({
  running: ['counter', 'node_schedstat_running_seconds_total', 'Time tasks ran on the CPU.'],
  waiting: ['counter', 'node_schedstat_waiting_seconds_total', 'Time tasks waited for the CPU.'],
  timeslices: ['counter', 'node_schedstat_timeslices_total', 'Time slices run on the CPU.'],
});

const labelsOf = labelled('cpu');

/** Kernel documentation, scheduler/sched-stats: fields 7 to 9 of a cpu line are running, waiting (ns) and time slices. */
export const schedstat: Collector = {
  name: 'schedstat',
  reads: [{ path: file, tier: 'fast' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const { add, families } = set();
    for (const line of lines(text)) {
      if (line.startsWith('cpu')) {
        const fields = words(line);
        const labels = labelsOf((fields[0] ?? '').slice(3));
        add('running', labels, number(fields[7], file) / 1e9);
        add('waiting', labels, number(fields[8], file) / 1e9);
        add('timeslices', labels, number(fields[9], file));
      }
    }
    return families();
  },
};
