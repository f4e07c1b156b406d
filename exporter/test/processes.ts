import { readdirSync, readFileSync } from 'node:fs';

/** One line of /proc/PID/stat, as far as tests need it: proc(5). */
export interface ProcessStat {
  pid: number;
  parent: number;
  /** Z is a zombie: ended, but not yet collected by its parent. */
  state: string;
  name: string;
  /** Clock ticks (1/100 s) in user and kernel mode. */
  ticks: number;
  /** The same of children that ended and were waited for. */
  childTicks: number;
  /** -20 to 19; the higher, the sooner it lets others go first. */
  nice: number;
}

/** Of a process, or of one of its threads: `PID/task/TID`. */
export function processStat(pid: number | string): ProcessStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name may hold spaces and parentheses, so fields are counted from the last ')'.
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid: Number(text.slice(0, text.indexOf(' '))),
    parent: field(4),
    state: fields[0] ?? '?',
    name: text.slice(text.indexOf('(') + 1, end),
    ticks: field(14) + field(15),
    childTicks: field(16) + field(17),
    nice: field(19),
  };
}

/** Every thread of a living process. */
export const threads = (pid: number): ProcessStat[] =>
  readdirSync(`/proc/${pid}/task`)
    .map((thread) => processStat(`${pid}/task/${thread}`))
    .filter((stat) => stat !== undefined);

/** CPU time of a living process in nanoseconds, finer than stat's ticks: kernel doc sched-stats. */
export function cpuNanoseconds(pid: number): bigint {
  try {
    return BigInt(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0] ?? '0');
  } catch {
    return 0n;
  }
}

/** Every living process below `pid`, zombies left out. */
export function descendants(pid: number): ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processStat(Number(name)))
    .filter((stat) => stat !== undefined);
  const found: ProcessStat[] = [];
  const visit = (parent: number) => {
    for (const stat of all.filter((one) => one.parent === parent)) {
      found.push(stat);
      visit(stat.pid);
    }
  };
  visit(pid);
  return found.filter((stat) => stat.state !== 'Z');
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

/** Waits until `check` is true; for things of other processes that tell nobody when they happen. */
export async function until(check: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!check()) {
    if (Date.now() > end) {
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
