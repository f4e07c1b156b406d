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
  let hear = (_client: number, _text: Buffer): void => undefined;
  // One buffer for all reads: a stream's new 64 KiB for each of them would be measured as time of the feed.
  const buffer = Buffer.alloc(65_536);
  for (let i = 0; i < count; i += 1) {
    const greeted = Promise.withResolvers<void>();
    let greeting = '';
    const wait = (chunk: Buffer): void => {
      greeting += chunk.toString('latin1');
      if (greeting.includes('"type":"snapshot"')) {
        take = (text) => hear(i, text);
        greeted.resolve();
      }
    };
    let take = wait;
    const onread = {
      buffer,
      callback: (length: number): boolean => {
        take(buffer.subarray(0, length));
        return true;
      },
    };
    const socket = connect({ port: Number(port), host: '127.0.0.1', onread });
    await once(socket, 'connect');
    socket.write(requestOf('status'));
    await greeted.promise;
    sockets.push(socket);
  }
  return {
    next: () =>
      new Promise((resolve, reject) => {
        // What is done for each of them is measured as well, so it is little: all get the same bytes, and one copy is read.
        const heard = new Float64Array(count);
        let [first, length] = [Buffer.alloc(0), 0];
        hear = (client, chunk) => {
          if (heard[client] !== 0) {
            reject(
              new Error(`subscriber ${client} got a message before all had the one before: ${chunk.toString('latin1')}`)
            );
          }
          heard[client] = performance.now();
          length += 1;
          if (length === 1) {
            first = Buffer.from(chunk);
          } else if (!first.equals(chunk)) {
            reject(new Error(`a subscriber got ${chunk.toString('latin1')} instead of ${first.toString('latin1')}`));
          }
          if (length === count) {
            const sent = Number(told.exec(first.toString('latin1'))?.[1]) - performance.timeOrigin;
            resolve(Array.from(heard, (at) => at - sent));
          }
        };
      }),
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
}
