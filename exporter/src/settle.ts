import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

const tasks = '/proc/self/task';
const { PRIORITY_LOW } = constants.priority;

/** By how much the helpers are nicer than the thread that polls and answers. */
const nicer = 10;
/** By then every server was tried, several times those that answer. */
const startMs = 120_000;

/**
 * V8's helpers collect garbage and compile beside the one thread that polls and answers. On a machine with few cores they take
 * its turn: a whole collection wakes as many of them as there are cores. So they let it go first. Every login may make threads
 * of its own nicer; where the kernel tells no names of threads, or refuses, all stays as it was.
 */
function makeHelpersNicer(): void {
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
 * While it starts and logs in everywhere, a service makes garbage faster than ever. What that took is kept for good unless it is
 * given back once: a pause of a quarter of a second with a thousand servers. Only where Node was started with `--expose-gc`.
 */
const giveBackMemory = (): void => void globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });

/** Makes the process one that will run for months, once its start is over. */
export function settleAfterStart(): void {
  setTimeout(() => {
    giveBackMemory();
    makeHelpersNicer();
  }, startMs).unref();
}
