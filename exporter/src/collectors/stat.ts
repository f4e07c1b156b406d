import { single, type Family } from '../metrics/family.ts';
import { sharedLabels } from '../metrics/sharedLabels.ts';
import type { Collector } from './collector.ts';
import { keyedLines } from './keyedLines.ts';
import { number } from './number.ts';
import type { CollectorSettings } from './settings.ts';

const file = '/proc/stat';

/** First number of the line that begins with the key. */
const rows = [
  ['intr', 'counter', 'node_intr_total', 'Interrupts handled.'],
  ['ctxt', 'counter', 'node_context_switches_total', 'Context switches.'],
  ['processes', 'counter', 'node_forks_total', 'Processes and threads created.'],
  ['btime', 'gauge', 'node_boot_time_seconds', 'When the system started, in seconds since the epoch.'],
  ['procs_running', 'gauge', 'node_procs_running', 'Processes that run or are ready to run.'],
  ['procs_blocked', 'gauge', 'node_procs_blocked', 'Processes blocked until input or output completes.'],
] as const;

const keys = new Set<string>([...rows.map(([key]) => key), 'softirq']);
const keyed = keyedLines(/([^ \n]+) /y, (key) => (keys.has(key) ? key : undefined));

/** include/linux/interrupt.h: the order of softirq vectors, as numbered after the total. */
const vectors = ['hi', 'timer', 'net_tx', 'net_rx', 'block', 'block_iopoll', 'tasklet', 'sched', 'hrtimer', 'rcu'];
const vectorLabels = vectors.map((vector) => sharedLabels({ vector }));

function softirqs(line: readonly string[]): Family {
  const samples = vectorLabels.map((labels, at) => ({ labels, value: number(line[at + 1], file) }));
  return { type: 'counter', name: 'node_softirqs_total', help: 'Soft interrupts by kind.', samples };
}

/** proc(5), /proc/stat, without its cpu lines: those are the collector cpu's. */
export function stat({ option }: CollectorSettings): Collector {
  return {
    name: 'stat',
    reads: [{ path: file, tier: 'fast' }],
    collect(snapshot) {
      const text = snapshot.read(file);
      if (text === undefined) {
        return undefined;
      }
      const lines = new Map<string, string>();
      keyed(text, (key, rest) => lines.set(key, rest));
      const families: Family[] = [];
      for (const [key, type, name, help] of rows) {
        const line = lines.get(key);
        if (line !== undefined) {
          families.push(single(type, name, help, number(line.split(' ', 1)[0], file)));
        }
      }
      const softirq = lines.get('softirq');
      if (option['stat.softirq'] && softirq !== undefined) {
        families.push(softirqs(softirq.split(' ')));
      }
      if (families.length === 0) {
        throw new Error(`${file}: no known line`);
      }
      return families;
    },
  };
}
