import { createLogRoom } from '../fleet/logs/logRoom.ts';
import { logHandlers, logSourceHandlers } from '../http/routes/logs.ts';
import type { WireRoom } from './room.ts';

/** Log sources, what is in them, and counters of it. */
export const logsRoom: WireRoom = (core) => {
  const { clock, store, audit, polling, directory, fleetBus, additions, topics, log } = core;
  const room = createLogRoom({
    store,
    audit,
    clock,
    servers: () => directory.list(),
    session: (serverId, signal) => polling.sessions.get(serverId, signal),
    onError: (error) => log.error({ err: error }, 'logs: a part failed'),
  });
  core.peers.logs = room;
  additions.push(room.families);
  topics.push(room.topic);
  const refresh = () => void room.fleetChanged();
  fleetBus.on('serverCreated', refresh);
  fleetBus.on('serverUpdated', refresh);
  fleetBus.on('serverDeleted', refresh);
  return { handlers: { ...logSourceHandlers(room), ...logHandlers(room) }, start: room.start, stop: room.close };
};
