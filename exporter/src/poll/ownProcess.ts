import { readdirSync, readFileSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { single, type Family } from '../metrics/family.ts';
import type { Addition } from './poller.ts';

/** Counting open files costs a moment with a thousand sessions, so it is done this seldom. */
const freshFor = 5_000;
/** What an unlimited resource is as a 64-bit number: RLIM_INFINITY, getrlimit(2). */
const unlimited = 2 ** 64;

const limitOf = (limits: string, name: string): number => {
  const soft = new RegExp(`^${name} +(\\S+)`, 'm').exec(limits)?.[1];
  return soft === undefined || soft === 'unlimited' ? unlimited : Number(soft);
};

/** proc_pid_stat(5) of this process: the fields from the third on. */
const ownStat = (): string[] => {
  const text = readFileSync('/proc/self/stat', 'latin1');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

function read(): Family[] {
  const { user, system } = process.cpuUsage();
  const limits = readFileSync('/proc/self/limits', 'latin1');
  return [
    single('counter', 'process_cpu_seconds_total', 'CPU time of the exporter.', (user + system) / 1e6),
    single('gauge', 'process_max_fds', 'Files the exporter may have open.', limitOf(limits, 'Max open files')),
    single(
      'gauge',
      'process_open_fds',
      'Files the exporter has open, sockets among them.',
      readdirSync('/proc/self/fd').length
    ),
    single('gauge', 'process_resident_memory_bytes', 'Resident memory of the exporter.', process.memoryUsage.rss()),
    single(
      'gauge',
      'process_start_time_seconds',
      'When the exporter started.',
      Math.round(Date.now() - performance.now()) / 1000
    ),
    single('gauge', 'process_virtual_memory_bytes', 'Virtual memory of the exporter.', Number(ownStat()[20])),
    single(
      'gauge',
      'process_virtual_memory_max_bytes',
      'Virtual memory the exporter may have.',
      limitOf(limits, 'Max address space')
    ),
  ];
}

/**
 * What node_exporter tells of its own process with every scrape. The process that serves a scrape here is the exporter, the
 * same for all servers; nothing where there is no /proc.
 */
export function ownProcess(clock: Clock): Addition {
  let kept: { at: number; families: Family[] } | undefined;
  return () => {
    const now = clock.now();
    if (kept === undefined || Math.abs(now - kept.at) > freshFor) {
      try {
        kept = { at: now, families: read() };
      } catch {
        kept = { at: now, families: [] };
      }
    }
    return kept.families;
  };
}
