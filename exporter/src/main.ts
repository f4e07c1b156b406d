import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { listen, type HttpServer } from './http/listen.ts';
import type { Log } from './log.ts';
import type { Connect } from './poll/sessions.ts';
import { openCore, type Core } from './wire/core.ts';
import { createDoors } from './wire/doors.ts';
import type { Room } from './wire/room.ts';
import { rooms as allRooms } from './wire/rooms.ts';
import { answerUpgrades } from './wire/upgrades.ts';

/** The running service. */
export interface Service {
  /** Where it is reached from this machine. */
  readonly url: string;
  readonly adminTokenFile: string | undefined;
  readonly core: Core;
  /** Stops listening, finishes what is under way, closes every session; takes less than 5 seconds. */
  stop(): Promise<void>;
}

/**
 * Small buffers are slices of slabs, and one that lives pins its slab: a session keeps six for as long as it stands. With
 * Node's slabs of 64 KiB that was 100 KB a session, with 8 KiB still 45.
 */
Buffer.poolSize = 1024;

/** Requests that still run when the service stops get this long. */
const requestGrace = 1_500;

const urlOf = ({ listen: { host } }: Config, { port }: HttpServer): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

async function stopAll({ polling, close, log }: Core, rooms: readonly Room[], http: HttpServer | undefined): Promise<void> {
  const failures = await Promise.allSettled([http?.close(requestGrace), polling.stop(), ...[...rooms].reverse().map(async (room) => room.stop?.())]);
  for (const outcome of [...failures, ...(await Promise.allSettled([close()]))]) {
    if (outcome.status === 'rejected') {
      log.error({ err: outcome.reason as unknown }, 'a part did not stop well');
    }
  }
}

/**
 * Starts everything: the store first (a wrong key stops it there), then the doors (a taken port stops it before any login),
 * then polling, then the rooms. `connect` is for fleets that exist nowhere.
 */
export async function startService(config: Config, log: Log, clock: Clock = systemClock, connect?: Connect): Promise<Service> {
  const core = await openCore(config, log, clock, connect);
  const rooms: Room[] = [];
  let http: HttpServer | undefined;
  try {
    for (const wire of allRooms) {
      rooms.push(await wire(core));
    }
    http = await listen(createDoors(core, rooms), config.listen);
    answerUpgrades(http.server, rooms, log);
    await core.polling.start();
    for (const room of rooms) {
      await room.start?.();
    }
  } catch (error) {
    await stopAll(core, rooms, http);
    throw error;
  }
  const running = http;
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(config, running),
    adminTokenFile: core.adminTokenFile,
    core,
    stop: () => (stopped ??= stopAll(core, rooms, running)),
  };
}
