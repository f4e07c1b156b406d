import { createCommandRoom } from '../fleet/commands/commandRoom.ts';
import { runTopic } from '../fleet/commands/runTopic.ts';
import { commandHandlers, runHandlers } from '../http/routes/commands.ts';
import type { WireRoom } from './room.ts';

/** Saved commands, their runs and values. */
export const commandsRoom: WireRoom = (core) => {
  const { config, clock, store, audit, polling, directory, fleetBus, additions, topics, log } = core;
  const room = createCommandRoom({
    store,
    clock,
    audit,
    session: (serverId, signal) => polling.sessions.get(serverId, signal),
    async sudoPassword(serverId) {
      const { credential } = await directory.target(serverId);
      return 'password' in credential ? credential.password : undefined;
    },
    servers: () => directory.list(),
    retentionMs: config.runRetention,
    maxConcurrentRuns: config.maxRuns,
    onError: (error) => log.error({ err: error }, 'commands: a part failed'),
  });
  core.peers.commands = room;
  topics.push(runTopic(room.bus, room.runs, clock));
  additions.push((serverId) => room.values.families(serverId, clock.now()));
  fleetBus.on('serverDeleted', ({ id }) => room.values.forget({ serverId: id }));
  return {
    handlers: { ...commandHandlers(room), ...runHandlers(room) },
    start: room.start,
    stop: room.close,
  };
};
