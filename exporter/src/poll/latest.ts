import type { Clock } from '../clock.ts';
import type { PollBus, Polled } from './events.ts';
import type { Roster } from './roster.ts';

/** A poll is late, not missed, for this long after its beat. */
const grace = 1_000;

/** What the newest poll of each server brought, for those who want all servers at once. A server is dropped after two missed polls. */
export interface Latest {
  get(serverId: string): Polled | undefined;
  list(): Polled[];
}

export function createLatest(clock: Clock, bus: PollBus, roster: Roster): Latest {
  const newest = new Map<string, Polled>();

  const fresh = (polled: Polled): boolean => {
    const server = roster.get(polled.serverId);
    const keep = server !== undefined && clock.now() - polled.at <= 2 * server.intervalMs + grace;
    if (!keep) {
      newest.delete(polled.serverId);
    }
    return keep;
  };

  bus.on('polled', (polled) => newest.set(polled.serverId, polled));
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
