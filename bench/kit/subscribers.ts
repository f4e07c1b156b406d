import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The upgrade and one subscription, as bytes: a thousand clients with a library of their own would measure the library. */
function requestOf(topic: string): Buffer {
  const text = Buffer.from(JSON.stringify({ type: 'subscribe', id: '1', topic }));
  const upgrade =
    'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer viewer\r\n\r\n';
  // Frames of clients are masked; a mask of zeros leaves the text as it is (RFC 6455, 5.3).
  return Buffer.concat([Buffer.from(upgrade), Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
}

export interface Subscribers {
  /** Resolves with the milliseconds since the time that each one's next message tells, once all have it. */
  next(): Promise<number[]>;
  close(): void;
}

/** So many clients of a topic; resolves when each has its snapshot. `told` finds the time of an event in the text of its message. */
export async function connectSubscribers(url: string, count: number, told: RegExp): Promise<Subscribers> {
  const { port } = new URL(url);
  const sockets: Socket[] = [];
  let hear = (_text: Buffer): void => undefined;
  for (let i = 0; i < count; i += 1) {
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(requestOf('status'));
    let greeting = '';
    await new Promise<void>((resolve) => {
      const wait = (chunk: Buffer): void => {
        greeting += chunk.toString('latin1');
        if (greeting.includes('"type":"snapshot"')) {
          socket.off('data', wait);
          resolve();
        }
      };
      socket.on('data', wait);
    });
    socket.on('data', (chunk) => hear(chunk));
    sockets.push(socket);
  }
  return {
    next: () =>
      new Promise((resolve) => {
        const times: number[] = [];
        hear = (chunk) => {
          const now = performance.timeOrigin + performance.now();
          times.push(now - Number(told.exec(chunk.toString('latin1'))?.[1]));
          if (times.length === count) {
            resolve(times);
          }
        };
      }),
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
}
