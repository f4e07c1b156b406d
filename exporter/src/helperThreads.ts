import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

const tasks = '/proc/self/task';
const { PRIORITY_LOW } = constants.priority;

/** By how much the helpers are nicer than the thread that polls and answers. */
const nicer = 10;
/** While it starts and logs in everywhere, a service makes garbage faster than ever; if collecting it waits, memory grows for good. */
const startMs = 120_000;

function makeNicer(): void {
  try {
    const priority = Math.min(getPriority() + nicer, PRIORITY_LOW);
    for (const id of readdirSync(tasks)) {
      if (readFileSync(`${tasks}/${id}/comm`, 'utf8') === 'V8Worker\n') {
        setPriority(Number(id), priority);
      }
    }
  } catch {
    // Not on Linux, or forbidden by a sandbox: slower at worst.
  }
}

/**
 * V8's helpers collect garbage and compile beside the one thread that polls and answers. On a machine with few cores they take
 * its turn: a whole collection wakes as many of them as there are cores. So, once the start is over, they let it go first. Every
 * login may make threads of its own nicer; where the kernel tells no names of threads, or refuses, all stays as it was.
 */
export function helpersYield(): void {
  setTimeout(makeNicer, startMs).unref();
}
