import type { Clock } from '../../clock.ts';

/** So many at once, then so many a second. */
export function createTokenBucket(burst: number, perSecond: number, clock: Clock): { take(): boolean } {
  let [tokens, last] = [burst, clock.now()];
  return {
    take() {
      const now = clock.now();
      tokens = Math.min(burst, tokens + ((now - last) / 1000) * perSecond);
      last = now;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    },
  };
}
