import type { Clock } from '../clock.ts';

/** One that is not even connected by then waits for the network, not for us: its place goes to the next in line. */
const patience = 1_500;
/** The same for one that is: key exchange, login and first poll cost both sides the most of all they do together. */
const connectedPatience = 8_000;

/** A place in the gate. Given back by `leave`, or lost after a while. */
export interface Place {
  /** There is a connection: the place is kept for longer. */
  connected(): void;
  leave(): void;
}

const order = ['first poll', 'login', 'login again'] as const;
export type Waiting = (typeof order)[number];

/** Lets so many sessions at a time begin: logins and first polls. More would slow each other down until all are too late. */
export interface LoginGate {
  /** Resolves when it is our turn: what is nearest to its end goes first, what failed before goes last. */
  enter(what: Waiting, signal?: AbortSignal): Promise<Place>;
  waiting(): number;
  underWay(): number;
}

export function createLoginGate(clock: Clock, places: number): LoginGate {
  const lines: ReadonlyArray<Array<() => void>> = order.map(() => []);
  let taken = 0;

  const next = (): void => {
    while (taken < places) {
      const go = lines.find((line) => line.length > 0)?.shift();
      if (go === undefined) {
        return;
      }
      taken += 1;
      go();
    }
  };

  return {
    enter(what, signal) {
      return new Promise((resolve, reject) => {
        const line = lines[order.indexOf(what)] ?? [];
        const giveUp = (): void => {
          const at = line.indexOf(go);
          if (at >= 0) {
            line.splice(at, 1);
            reject(signal?.reason as Error);
          }
        };
        const go = (): void => {
          signal?.removeEventListener('abort', giveUp);
          let here = true;
          let cancel = (): void => undefined;
          const leave = (): void => {
            cancel();
            if (here) {
              here = false;
              taken -= 1;
              next();
            }
          };
          const stay = (ms: number): void => {
            cancel();
            cancel = clock.after(ms, leave);
          };
          stay(patience);
          resolve({ leave, connected: () => here && stay(connectedPatience) });
        };
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        signal?.addEventListener('abort', giveUp, { once: true });
        line.push(go);
        next();
      });
    },
    waiting: () => lines.reduce((sum, line) => sum + line.length, 0),
    underWay: () => taken,
  };
}
