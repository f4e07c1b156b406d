import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { FeedClient } from './client.ts';
import type { FeedLimits } from './limits.ts';

/** A connection as its door looks after it. */
export interface Connection {
  client: FeedClient;
  /** Asks the other side for a sign of life, or gives one; false when there was none since the last time. */
  ping(): boolean;
  /** Ends it at once: nobody is there. */
  cut(): void;
  /** Looks the caller's token up again; false when it is not valid any more. */
  stillAllowed(): Promise<boolean>;
}

/** Every client of the feed: caps at the door, and one round that looks after all of them. */
export interface Clients {
  /** Throws a Failure `too_many` when there is no room for this caller. */
  admit(caller: string): void;
  add(connection: Connection): () => void;
  count(): number;
  /** Says goodbye, and cuts those that do not go by themselves. */
  stop(): Promise<void>;
}

/** When a connection was looked at last, and whether it was told to go. */
interface Watch {
  pinged: number;
  checked: number;
  /** When it was told to go. */
  dismissed: number | undefined;
}

const round = 5_000;
const lastGrace = 1_000;

export function createClients(limits: FeedLimits, clock: Clock): Clients {
  const connections = new Map<Connection, Watch>();
  let cancel = (): void => undefined;
  let empty = (): void => undefined;

  const lookAfter = (connection: Connection, times: Watch): void => {
    const { client } = connection;
    const now = clock.now();
    if (times.dismissed !== undefined) {
      if (now - times.dismissed >= limits.farewell) {
        connection.cut();
      }
      return;
    }
    const overdue = client.overdue();
    if (overdue !== undefined) {
      client.bye(overdue);
      times.dismissed = now;
      return;
    }
    if (client.behind()) {
      // A ping would wait behind the rest: what it reads is its sign of life, and one that reads nothing is too slow soon.
      times.pinged = now;
    } else if (now - times.pinged >= limits.ping) {
      times.pinged = now;
      if (!connection.ping()) {
        client.close();
        connection.cut();
        return;
      }
    }
    if (now - times.checked >= limits.recheck) {
      times.checked = now;
      void connection.stillAllowed().then((allowed) => {
        if (!allowed) {
          client.bye('revoked');
          times.dismissed = clock.now();
        }
      });
    }
  };
  const turn = (): void => {
    for (const [connection, times] of connections) {
      lookAfter(connection, times);
    }
    cancel = clock.after(round, turn);
  };
  cancel = clock.after(round, turn);

  return {
    admit(caller) {
      if (connections.size >= limits.clients) {
        throw new Failure('too_many', { message: `The feed has ${limits.clients} clients, which is its limit.` });
      }
      let own = 0;
      for (const { client } of connections.keys()) {
        own += client.actor.name === caller ? 1 : 0;
      }
      if (own >= limits.clientsPerCaller) {
        throw new Failure('too_many', { message: `${caller} has ${own} connections to the feed, which is the limit.` });
      }
    },
    add(connection) {
      connections.set(connection, { pinged: clock.now(), checked: clock.now(), dismissed: undefined });
      return () => {
        connections.delete(connection);
        if (connections.size === 0) {
          empty();
        }
      };
    },
    count: () => connections.size,
    async stop() {
      cancel();
      for (const { client } of connections.keys()) {
        client.bye('shutdown');
      }
      if (connections.size > 0) {
        await Promise.race([new Promise<void>((resolve) => (empty = resolve)), new Promise<void>((resolve) => clock.after(lastGrace, resolve))]);
      }
      for (const connection of connections.keys()) {
        connection.cut();
      }
    },
  };
}
