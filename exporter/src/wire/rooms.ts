import { alertingRoom } from './alertingRoom.ts';
import { commandsRoom } from './commandsRoom.ts';
import { feedRoom } from './feedRoom.ts';
import { importsRoom } from './importsRoom.ts';
import { logsRoom } from './logsRoom.ts';
import { metricsRoom } from './metricsRoom.ts';
import { notifyRoom } from './notifyRoom.ts';
import type { WireRoom } from './room.ts';
import { serversRoom } from './serversRoom.ts';
import { specsRoom } from './specsRoom.ts';

/** Every room of the service, in the order they start; they stop the other way round. The feed is last: the others tell it their topics. */
export const rooms: readonly WireRoom[] = [serversRoom, importsRoom, metricsRoom, specsRoom, commandsRoom, logsRoom, alertingRoom, notifyRoom, feedRoom];
