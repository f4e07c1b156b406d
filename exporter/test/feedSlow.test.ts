import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createFakeClock } from './fakeClock.ts';
import { openFeedClient } from './feedClient.ts';
import { jobOf, startFeedServer, statusOf } from './feedServer.ts';
import { until } from './processes.ts';

type Server = Awaited<ReturnType<typeof startFeedServer>>;
const viewer = { authorization: 'Bearer viewer' };
const ends: Array<() => unknown> = [];

async function serve(...options: Parameters<typeof startFeedServer>): Promise<Server> {
  const server = await startFeedServer(...options);
  ends.push(() => server.stop());
  return server;
}
/** A client that has its snapshot; its `wire` may stop reading. */
async function subscribed(server: Server, topic: string) {
  const client = await openFeedClient(`${server.url}/ws`, viewer);
  ends.push(() => client.socket.terminate());
  client.send({ type: 'subscribe', id: '1', topic });
  await client.hears('snapshot');
  const wire = (client.socket as unknown as { _socket: { pause(): void; resume(): void } })._socket;
  return { client, wire };
}
// The clients before their server: a clock that stands still would wait for them.
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

describe('a client that does not read', () => {
  /** A raw socket that upgrades, subscribes, and then reads nothing. */
  async function openDeaf(url: string, topic: string): Promise<ReturnType<typeof connect>> {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    ends.push(() => socket.destroy());
    socket.write(`GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer viewer\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    const text = Buffer.from(JSON.stringify({ type: 'subscribe', id: '1', topic }));
    // A client's frames are masked; a mask of zeros leaves the text as it is (RFC 6455, 5.3).
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
    socket.pause();
    return socket;
  }

  it('costs bounded memory, hears how much it lost, and goes on when it reads again', async () => {
    const server = await serve({ queueBytes: 200_000, queueMessages: 500 });
    const { client, wire } = await subscribed(server, 'status');
    wire.pause();
    const total = 30_000;
    const detail = 'x'.repeat(1_000);
    let before = 0;
    for (let i = 0; i < total; i += 1) {
      // What may wait does so by then, here and in the kernel.
      before = i === total / 3 ? process.memoryUsage().rss : before;
      server.status.publish({ server: statusOf('a', 'up', detail), gone: false });
      if (i % 500 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 2 ** 20);
    wire.resume();
    server.status.publish({ server: statusOf('last'), gone: false });
    await client.hears('change', ({ seq }) => seq === total + 1);
    const changes = client.heard.filter((message) => message.type === 'change');
    const dropped = client.heard.filter((message) => message.type === 'dropped');
    expect(dropped.length).toBeGreaterThan(0);
    expect(changes.length + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(total + 1);
    // Every gap in the numbers is told just before it is seen.
    let last = 0;
    for (const message of client.heard) {
      if (message.type === 'dropped') {
        last += message.count;
        expect(message.seq).toBe(last + 1);
      } else if (message.type === 'change') {
        expect(message.seq).toBe(last + 1);
        last = message.seq;
      }
    }
  });

  it('gets the newest only where the newest is what counts', async () => {
    const server = await serve();
    const { client, wire } = await subscribed(server, 'jobs');
    wire.pause();
    for (let i = 0; i < 20_000; i += 1) {
      server.jobs.publish(jobOf(`j${i % 3}`, i, 'x'.repeat(1_000)), `j${i % 3}`);
      if (i % 500 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    wire.resume();
    await client.hears('change', ({ data }) => 'done' in data && data.done === 19_999);
    expect(client.heard.filter((message) => message.type === 'dropped')).toEqual([]);
    expect(client.heard.length).toBeLessThan(15_000);
    const last = new Map(client.heard.flatMap((message) => (message.type === 'change' && message.topic === 'jobs' ? [[message.data.id, message.data.done] as const] : [])));
    expect([...last.values()].sort()).toEqual([19_997, 19_998, 19_999]);
  });

  /** The kernel holds some megabytes for a client; more than that waits here. */
  const flood = async (server: Server): Promise<void> => {
    for (let i = 0; i < 20_000; i += 1) {
      server.status.publish({ server: statusOf('a', 'up', 'x'.repeat(1_000)), gone: false });
      if (i % 500 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };

  it('hears that it was too slow when it reads again within half a minute of that', async () => {
    const clock = createFakeClock();
    const server = await serve({ slow: 30_000, age: 3_600_000 }, { clock });
    const { client, wire } = await subscribed(server, 'status');
    const code = new Promise<number>((resolve) => client.socket.once('close', resolve));
    wire.pause();
    await flood(server);
    await clock.advance(55_000);
    expect(server.feed.clients()).toBe(1);
    wire.resume();
    expect(await client.hears('bye')).toMatchObject({ reason: 'slow' });
    expect(client.heard.at(-1)?.type).toBe('bye');
    expect(await code).toBe(1000);
  });

  it('is not taken for dead because a ping waits behind what it has not read', async () => {
    const clock = createFakeClock();
    const server = await serve({ slow: 60_000, ping: 10_000, age: 3_600_000 }, { clock });
    const { client, wire } = await subscribed(server, 'status');
    wire.pause();
    // Asked for a sign of life once, before much waits.
    await clock.advance(11_000);
    await flood(server);
    await clock.advance(40_000);
    expect(server.feed.clients()).toBe(1);
    wire.resume();
    server.status.publish({ server: statusOf('last'), gone: false });
    await client.hears('change', ({ seq }) => seq === 20_001);
    await clock.advance(5_000);
    expect(server.feed.clients()).toBe(1);
  });

  it('of lines hears it, too', async () => {
    const clock = createFakeClock();
    const server = await serve({ slow: 30_000, age: 3_600_000 }, { clock });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    ends.push(() => socket.destroy());
    socket.write(`GET /api/v1/feed?topic=status HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer viewer\r\n\r\n`);
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await until(() => text.includes('"snapshot"'), 'the snapshot');
    socket.pause();
    await flood(server);
    await clock.advance(55_000);
    socket.resume();
    await new Promise((resolve) => socket.once('end', resolve));
    expect(text.split('\n').findLast((line) => line.startsWith('{'))).toMatch(/^\{"type":"bye","reason":"slow"/);
  });

  it('is cut off in the end', async () => {
    const clock = createFakeClock();
    const server = await serve({ slow: 30_000, age: 3_600_000 }, { clock });
    await openDeaf(server.url, 'status');
    await until(() => server.feed.clients() === 1, 'the client');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await flood(server);
    await clock.advance(66_000);
    await until(() => server.feed.clients() === 0, 'the deaf client to be cut off');
  });
});
