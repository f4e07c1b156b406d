import { createCommandRoom } from '../fleet/commands/commandRoom.ts';
import { createSudoPasswords } from '../fleet/commands/sudoPasswords.ts';
import { runTopic } from '../fleet/commands/runTopic.ts';
import { commandHandlers, runHandlers, sudoPasswordHandlers } from '../http/routes/commands.ts';
import type { WireRoom } from './room.ts';

/** Saved commands, their runs and values. */
export const commandsRoom: WireRoom = (core) => {
  const { config, clock, store, vault, audit, polling, directory, fleetBus, additions, topics, log } = core;
  const sudoPasswords = createSudoPasswords({ store, vault, audit });
  const room = createCommandRoom({
    store,
    clock,
    audit,
    session: (serverId, signal) => polling.sessions.get(serverId, signal),
    sudoPassword: sudoPasswords.of,
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
    handlers: { ...commandHandlers(room), ...runHandlers(room), ...sudoPasswordHandlers(sudoPasswords) },
    start: room.start,
    stop: room.close,
  };
};
