import type { FleetBus } from '../fleet/events.ts';
import type { Log } from '../log.ts';
import type { PolledServer } from '../poll/directory.ts';
import type { Scheduler } from '../poll/scheduler.ts';

export interface FollowFleetOptions {
  fleetBus: FleetBus;
  directory: { one(id: string): Promise<PolledServer | undefined> };
  scheduler: Scheduler;
  log: Log;
}

/** Tells the polling room what people changed, in the order they changed it. */
export function followFleet({ fleetBus, directory, scheduler, log }: FollowFleetOptions): void {
  const queues = new Map<string, Promise<void>>();
  const inTurn = (id: string, work: () => Promise<void>): void => {
    const turn = (queues.get(id) ?? Promise.resolve()).then(work).catch((error: unknown) => log.error({ err: error, serverId: id }, 'a change did not reach polling'));
    queues.set(id, turn);
    void turn.then(() => queues.get(id) === turn && queues.delete(id));
  };
  const present = (id: string, use: (server: PolledServer) => Promise<void> | void) =>
    inTurn(id, async () => {
      const server = await directory.one(id);
      if (server !== undefined) {
        await use(server);
      }
    });
  fleetBus.on('serverCreated', ({ id }) => present(id, (server) => scheduler.add(server)));
  fleetBus.on('serverUpdated', ({ id }) => present(id, (server) => scheduler.update(server)));
  fleetBus.on('serverDeleted', ({ id }) => inTurn(id, () => scheduler.remove(id)));
}
