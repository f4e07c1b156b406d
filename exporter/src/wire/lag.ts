import type { Clock } from '../clock.ts';

/** How long a late poll counts. */
const window = 60_000;

/** How late polls began lately: the sign of an exporter that has too much to do. */
export interface Lag {
  note(ms: number): void;
  /** The worst of the last minute, in seconds; null when none was planned. */
  seconds(): number | null;
}

export function createLag(clock: Clock): Lag {
  // The worst of this minute and of the one before: two numbers instead of every poll's.
  let [since, worst, before] = [clock.now(), -1, -1];
  const turn = (): void => {
    const age = clock.now() - since;
    if (age >= window) {
      [since, before, worst] = [clock.now(), age < 2 * window ? worst : -1, -1];
    }
  };
  return {
    note(ms) {
      turn();
      worst = Math.max(worst, ms, 0);
    },
    seconds() {
      turn();
      const latest = Math.max(worst, before);
      return latest < 0 ? null : latest / 1000;
    },
  };
}
