import type { Recorded } from './piece.ts';

/** Polls that are not in the store yet, by server. */
export interface Tail {
  add(serverId: string, poll: Recorded): void;
  of(serverId: string): readonly Recorded[];
  /** Servers whose oldest waiting poll is from before. */
  due(before: number): string[];
  /** They are in the store now. */
  written(serverId: string, polls: readonly Recorded[]): void;
  remove(serverId: string): void;
  /** All that wait. */
  count(): number;
}

/** When the store can not be written, the oldest polls go past so many of a server. */
const longest = 240;

export function createTail(): Tail {
  const waiting = new Map<string, readonly Recorded[]>();
  return {
    add: (serverId, poll) => void waiting.set(serverId, [...(waiting.get(serverId) ?? []), poll].slice(-longest)),
    of: (serverId) => waiting.get(serverId) ?? [],
    due: (before) => [...waiting].filter(([, [oldest]]) => oldest !== undefined && oldest.at <= before).map(([serverId]) => serverId),
    written(serverId, polls) {
      const left = (waiting.get(serverId) ?? []).filter((poll) => !polls.includes(poll));
      if (left.length === 0) {
        waiting.delete(serverId);
      } else {
        waiting.set(serverId, left);
      }
    },
    remove: (serverId) => void waiting.delete(serverId),
    count: () => [...waiting.values()].reduce((sum, polls) => sum + polls.length, 0),
  };
}
