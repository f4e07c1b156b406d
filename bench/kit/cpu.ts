import { readdirSync, readFileSync } from 'node:fs';
import { descendants, processStat } from '../../exporter/test/processes.ts';

const nanosecondsPerTick = 10_000_000;

/** CPU time of a process with all its threads, in nanoseconds: kernel doc sched-stats. */
function threads(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]),
      0
    );
  } catch {
    return 0;
  }
}

/**
 * CPU time in milliseconds that a process, everything below it, and everything that ended below it has used so far.
 * Children that ended are counted by their parents in ticks of 10 ms, rounded down once a parent, so measure many polls.
 */
export function treeCpu(root: number): number {
  const pids = [root, ...descendants(root).map(({ pid }) => pid)];
  const living = pids.reduce((sum, pid) => sum + threads(pid), 0);
  const ended = pids.reduce((sum, pid) => sum + (processStat(pid)?.childTicks ?? 0), 0);
  return (living + ended * nanosecondsPerTick) / 1e6;
}

/** CPU time of this process in milliseconds. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
