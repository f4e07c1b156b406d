import { single } from '../metrics/family.ts';
import type { Collector } from './collector.ts';

const file = '/proc/loadavg';

/** proc(5), /proc/loadavg: the load averages over 1, 5 and 15 minutes come first. */
export const loadavg: Collector = {
  name: 'loadavg',
  reads: [{ path: file, tier: 'fast' }],
  collect(snapshot) {
    const text = snapshot.read(file);
    if (text === undefined) {
      return undefined;
    }
    const [one, five, fifteen] = text.trim().split(/\s+/).map(Number);
    if (one === undefined || five === undefined || fifteen === undefined || Number.isNaN(one + five + fifteen)) {
      throw new Error(`${file}: three numbers expected`);
    }
    return [
      single('gauge', 'node_load1', 'Load average of the last minute.', one),
      single('gauge', 'node_load5', 'Load average of the last 5 minutes.', five),
      single('gauge', 'node_load15', 'Load average of the last 15 minutes.', fifteen),
    ];
  },
};
