import type { Clock } from '../clock.ts';
import type { PollBus, Polled } from './events.ts';
import type { Roster } from './roster.ts';

/** A poll is late, not missed, for this long after its beat. */
const grace = 1_000;

/** When a server was polled last. Its values are elsewhere, as numbers: families of a thousand servers take hundreds of megabytes. */
export type LatestPoll = Pick<Polled, 'serverId' | 'name' | 'at'>;

/** Whose values are fresh enough to be told. A server is dropped after two missed polls. */
export interface Latest {
  get(serverId: string): LatestPoll | undefined;
  list(): LatestPoll[];
}

export function createLatest(clock: Clock, bus: PollBus, roster: Roster): Latest {
  const newest = new Map<string, LatestPoll>();

  const fresh = (polled: LatestPoll): boolean => {
    const server = roster.get(polled.serverId);
    const keep = server !== undefined && clock.now() - polled.at <= 2 * server.intervalMs + grace;
    if (!keep) {
      newest.delete(polled.serverId);
    }
    return keep;
  };

  bus.on('polled', ({ serverId, name, at }) => newest.set(serverId, { serverId, name, at }));
  bus.on('status', ({ id, state }) => {
    if (state === 'paused') {
      newest.delete(id);
    }
  });

  return {
    get(serverId) {
      const polled = newest.get(serverId);
      return polled !== undefined && fresh(polled) ? polled : undefined;
    },
    list: () => [...newest.values()].filter(fresh),
  };
}
