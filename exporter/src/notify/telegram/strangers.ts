import type { Clock } from '../../clock.ts';

const hour = 3_600_000;
const minute = 60_000;
const remembered = 10_000;

/** How often something may happen for each key, and for all of them together. The oldest keys are forgotten when there are too many. */
function createAllowance(clock: Clock, { each, eachMs, all, allMs }: { each: number; eachMs: number; all: number; allMs: number }) {
  const byKey = new Map<string, number[]>();
  let together: number[] = [];
  return (key: string): boolean => {
    const now = clock.now();
    const mine = (byKey.get(key) ?? []).filter((at) => now - at < eachMs);
    together = together.filter((at) => now - at < allMs);
    if (mine.length >= each || together.length >= all) {
      return false;
    }
    together.push(now);
    byKey.delete(key);
    byKey.set(key, [...mine, now]);
    for (const old of [...byKey.keys()].slice(0, Math.max(0, byKey.size - remembered))) {
      byKey.delete(old);
    }
    return true;
  };
}

/** Those whom nobody linked: one line an hour each, and not many lines in all. */
export const strangerAllowance = (clock: Clock) => createAllowance(clock, { each: 1, eachMs: hour, all: 20, allMs: minute });
/** Codes are tried a few times and not until one fits. */
export const codeAllowance = (clock: Clock) => createAllowance(clock, { each: 5, eachMs: 15 * minute, all: 30, allMs: minute });
