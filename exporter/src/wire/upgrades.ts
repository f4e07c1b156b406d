import type { Server } from 'node:http';
import type { Log } from '../log.ts';
import type { Room } from './room.ts';

const refusal = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Hands WebSocket upgrades to the room whose path it is; any other path is refused. */
export function answerUpgrades(server: Server, rooms: readonly Room[], log: Log): void {
  const upgrades = new Map(rooms.flatMap((room) => Object.entries(room.upgrades ?? {})));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => log.debug({ err: error }, 'an upgraded socket failed'));
    const upgrade = upgrades.get(request.url?.split('?')[0] ?? '');
    if (upgrade === undefined) {
      socket.end(refusal);
      return;
    }
    upgrade(request, socket, head);
  });
}
