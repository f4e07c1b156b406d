import type { Clock } from '../clock.ts';
import type { PolledServer } from './directory.ts';
import type { PollBus, Polled } from './events.ts';
import type { Poller } from './poller.ts';
import type { Roster } from './roster.ts';
import { asSshFailure, type Sessions } from './sessions.ts';
import type { Statuses } from './statuses.ts';

export interface SharedPollOptions {
  roster: Roster;
  sessions: Sessions;
  poller: Poller;
  statuses: Statuses;
  bus: PollBus;
  clock: Clock;
  /** Whether the server is still to be polled; what a poll found is of no interest when it is not. */
  active: (server: PolledServer) => boolean;
  /** A poll failed, and attempts are held back. */
  failed: (server: PolledServer) => void;
  /** A poll failed that went by a way to the server which is no longer its way: that says nothing of the server. */
  outdated: (server: PolledServer) => void;
}

/** One poll per server at a time, whoever asks; its outcome becomes the status and an event. */
export interface SharedPoll {
  /** Joins the poll under way or begins one. Rejects at once with the last failure while attempts are held back. */
  poll(server: PolledServer): Promise<Polled>;
  underWay(): Array<Promise<Polled>>;
}

export function createSharedPoll({
  roster,
  sessions,
  poller,
  statuses,
  bus,
  clock,
  active,
  failed,
  outdated,
}: SharedPollOptions): SharedPoll {
  const underWay = new Map<string, Promise<Polled>>();
  /** The server as it is now, if it is still of interest. */
  const present = ({ id }: PolledServer): PolledServer | undefined => {
    const server = roster.get(id);
    return server !== undefined && active(server) ? server : undefined;
  };

  const report = (server: PolledServer, error: unknown): void => {
    const { reason, detail } = asSshFailure(error);
    const now = present(server);
    if (now === undefined) {
      return;
    }
    if (now.connectionRevision !== server.connectionRevision) {
      outdated(now);
      return;
    }
    statuses.set(now.id, now.name, {
      state: reason === 'auth_paused' ? 'paused' : 'down',
      reason,
      detail,
      nextAttempt: sessions.attempts(now.id).blocked()?.until,
    });
    bus.emit('missed', { serverId: now.id, name: now.name, at: clock.now(), reason, detail });
    failed(now);
  };

  const begin = async (server: PolledServer): Promise<Polled> => {
    try {
      const polled = await poller.poll(server);
      const now = present(server);
      if (now !== undefined) {
        statuses.seen(now.id, now.name);
        bus.emit('polled', polled);
      }
      return polled;
    } catch (error) {
      report(server, error);
      throw error;
    } finally {
      underWay.delete(server.id);
    }
  };

  return {
    poll(server) {
      const shared = underWay.get(server.id);
      if (shared !== undefined) {
        return shared;
      }
      const block = sessions.attempts(server.id).blocked();
      if (block !== undefined) {
        return Promise.reject(block.failure);
      }
      const polled = begin(server);
      underWay.set(server.id, polled);
      return polled;
    },
    underWay: () => [...underWay.values()],
  };
}
