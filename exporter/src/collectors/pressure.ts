import { single, type Family } from '../metrics/family.ts';
import type { Collector } from './collector.ts';
import { number } from './number.ts';

/** Resource, line, name of the family, what waited. `irq` has no line `some` and is there since Linux 6.1. */
const rows = [
  ['cpu', 'some', 'node_pressure_cpu_waiting_seconds_total', 'Time in which some task waited for a CPU.'],
  ['io', 'some', 'node_pressure_io_waiting_seconds_total', 'Time in which some task waited for input or output.'],
  ['io', 'full', 'node_pressure_io_stalled_seconds_total', 'Time in which all tasks waited for input or output.'],
  ['memory', 'some', 'node_pressure_memory_waiting_seconds_total', 'Time in which some task waited for memory.'],
  ['memory', 'full', 'node_pressure_memory_stalled_seconds_total', 'Time in which all tasks waited for memory.'],
  [
    'irq',
    'full',
    'node_pressure_irq_stalled_seconds_total',
    'Time in which all tasks waited for interrupts to be handled.',
  ],
] as const;
/** The total of a line, by the line's name. */
const totals = { some: /^some .*total=(\d+)/m, full: /^full .*total=(\d+)/m };
const file = (resource: string) => `/proc/pressure/${resource}`;

/** Kernel documentation, accounting/psi: `some avg10=… avg60=… avg300=… total=MICROSECONDS`. */
export const pressure: Collector = {
  name: 'pressure',
  reads: ['cpu', 'io', 'memory', 'irq'].map((resource) => ({ path: file(resource), tier: 'fast' })),
  collect(snapshot) {
    const families: Family[] = [];
    for (const [resource, line, name, help] of rows) {
      const text = snapshot.read(file(resource));
      // Read with psi=0, the file fails or is empty: nothing is known then.
      if (text !== undefined && text.trim() !== '') {
        const total = totals[line].exec(text)?.[1];
        families.push(single('counter', name, help, number(total, file(resource)) / 1000 / 1000));
      }
    }
    return families.length > 0 ? families : undefined;
  },
};
