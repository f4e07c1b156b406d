import type { Clock } from '../clock.ts';

/** A login that takes longer than this waits for the network, not for us: its place goes to the next in line. */
const patience = 1_500;

/** Lets so many logins at a time do their costly part (key exchange, login). */
export interface LoginGate {
  /** Resolves when it is our turn; the result gives the place back. `urgent` ones go before the others. */
  enter(urgent: boolean, signal?: AbortSignal): Promise<() => void>;
  waiting(): number;
  underWay(): number;
}

export function createLoginGate(clock: Clock, places: number): LoginGate {
  const lines: Array<Array<() => void>> = [[], []];
  let taken = 0;

  const next = (): void => {
    while (taken < places) {
      const go = lines[0]?.shift() ?? lines[1]?.shift();
      if (go === undefined) {
        return;
      }
      taken += 1;
      go();
    }
  };

  return {
    enter(urgent, signal) {
      return new Promise((resolve, reject) => {
        const line = lines[urgent ? 0 : 1] ?? [];
        const leave = (): void => {
          const at = line.indexOf(go);
          if (at >= 0) {
            line.splice(at, 1);
            reject(signal?.reason as Error);
          }
        };
        const go = (): void => {
          signal?.removeEventListener('abort', leave);
          let here = true;
          const free = (): void => {
            if (here) {
              here = false;
              taken -= 1;
              cancel();
              next();
            }
          };
          const cancel = clock.after(patience, free);
          resolve(free);
        };
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        signal?.addEventListener('abort', leave, { once: true });
        line.push(go);
        next();
      });
    },
    waiting: () => lines.reduce((sum, line) => sum + line.length, 0),
    underWay: () => taken,
  };
}
