import { commandsRoom } from './commandsRoom.ts';
import type { WireRoom } from './room.ts';
import { serversRoom } from './serversRoom.ts';

/** Every room of the service, in the order they start; they stop the other way round. */
export const rooms: readonly WireRoom[] = [serversRoom, commandsRoom];
