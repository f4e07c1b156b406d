import type { FleetStatus, ServerStatus } from '../../../contract/status.ts';
import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import type { Scheduler } from '../poll/scheduler.ts';
import type { Statuses } from '../poll/statuses.ts';
import type { Store } from '../store/open.ts';
import type { Audit } from './audit.ts';
import type { Servers } from './servers.ts';

export interface MonitorOptions {
  servers: Pick<Servers, 'get'>;
  scheduler: Pick<Scheduler, 'startServer' | 'stopServer'>;
  statuses: Statuses;
  store: Store;
  audit: Audit;
}

/** Whether servers are polled and how they are, for every door. */
export interface Monitor {
  /** Polls again a server that was stopped, or retries one that waits. */
  start(id: string, actor: Actor): Promise<ServerStatus>;
  stop(id: string, actor: Actor): Promise<ServerStatus>;
  status(id: string): Promise<ServerStatus>;
  fleet(): z.infer<typeof FleetStatus>;
}

export function createMonitor({ servers, scheduler, statuses, store, audit }: MonitorOptions): Monitor {
  const status = async (id: string): Promise<ServerStatus> => (await servers.get(id)).status;
  const act = (action: string, work: (id: string) => Promise<void> | void) => async (id: string, actor: Actor) => {
    const { name } = await servers.get(id);
    await work(id);
    await audit.record(store.db, actor, { action, target: { type: 'server', id, name } });
    return status(id);
  };

  return {
    start: act('server.start', (id) => scheduler.startServer(id)),
    stop: act('server.stop', (id) => scheduler.stopServer(id)),
    status,
    fleet() {
      const all = statuses.list().sort((a, b) => (a.name < b.name ? -1 : 1));
      const totals = { up: 0, down: 0, paused: 0, pending: 0 };
      all.forEach(({ state }) => (totals[state] += 1));
      return { totals, servers: all };
    },
  };
}
