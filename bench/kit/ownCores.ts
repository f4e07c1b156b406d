import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/**
 * Keeps each process on a core of its own, as if they were on machines of their own; says whether it could. Otherwise the kernel
 * moves one that waits to the core of the one that wakes it, where it takes the other's time.
 */
export function ownCores(pids: readonly number[]): boolean {
  return (
    cpus().length >= pids.length &&
    pids.every(
      (pid, core) =>
        spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)]).status === 0
    )
  );
}
