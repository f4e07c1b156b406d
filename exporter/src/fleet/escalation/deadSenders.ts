import type { QueuedNotification } from '../../store/outbox.ts';

/**
 * Tells whose sender is dead: whoever showed no sign of life for so many turns. Turns are those of a timer and not of the
 * time of day, so that a clock that is set forward makes nobody dead who only waits for an answer.
 */
export function createDeadSenders(turns: number) {
  let seen = new Map<number, { sign: string; turns: number }>();
  return (sending: readonly QueuedNotification[]): QueuedNotification[] => {
    const before = seen;
    seen = new Map(
      sending.map(({ seq, attempts, nextAt }) => {
        const sign = `${attempts} ${nextAt}`;
        const last = before.get(seq);
        return [seq, { sign, turns: last?.sign === sign ? last.turns + 1 : 0 }];
      })
    );
    return sending.filter(({ seq }) => (seen.get(seq)?.turns ?? 0) >= turns);
  };
}
