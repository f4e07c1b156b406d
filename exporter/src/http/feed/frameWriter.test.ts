import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createFrameWriter } from './frameWriter.ts';

const always = (): boolean => true;
const open: Array<() => void> = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** Both ends of a connection over loopback. */
async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const far = connect((server.address() as { port: number }).port, '127.0.0.1');
  const [near] = await accepted;
  [near, far].forEach((socket) => socket.on('error', () => undefined));
  open.push(() => [near, far].forEach((socket) => socket.destroy()), () => server.close());
  return { near, far };
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let got = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    got += chunk.length;
    if (got >= length) {
      break;
    }
  }
  return Buffer.concat(chunks);
}

/** Text of so many bytes that tells its number, so that one out of place shows. */
const frame = (number: number, bytes: number): Buffer => Buffer.from(`${number};`.padStart(12, '.').padEnd(bytes, 'x'));

describe('createFrameWriter', () => {
  it('sends at the end of the turn, in the order of writing', async () => {
    const { near, far } = await pair();
    const writer = createFrameWriter(near, always);
    writer.write(Buffer.from('one '));
    writer.write(Buffer.from('two '));
    expect(near.bytesWritten).toBe(0);
    expect((await read(far, 8)).toString()).toBe('one two ');
    // Not by the stream, which counts what it sends.
    expect(near.bytesWritten).toBe(0);
  });

  it('sends what waits before something else when told to', async () => {
    const { near, far } = await pair();
    const writer = createFrameWriter(near, always);
    writer.write(Buffer.from('last words '));
    writer.flush();
    near.write('close');
    expect((await read(far, 16)).toString()).toBe('last words close');
  });

  it('loses nothing and keeps the order when a client reads late', async () => {
    const { near, far } = await pair();
    const writer = createFrameWriter(near, always);
    const frames = Array.from({ length: 4_000 }, (_, number) => frame(number, number % 7 === 0 ? 40_000 : 300));
    const all = Buffer.concat(frames);
    for (let from = 0; from < frames.length; from += 40) {
      frames.slice(from, from + 40).forEach((one) => writer.write(one));
      await new Promise((resolve) => setImmediate(resolve));
    }
    // More than the kernel holds of a connection: the stream has taken over.
    expect(near.writableLength).toBeGreaterThan(0);
    expect((await read(far, all.length)).equals(all)).toBe(true);
  });

  it('shows what does not go out within a burst, so that the outbox can hold the rest back', async () => {
    const { near } = await pair();
    const writer = createFrameWriter(near, always);
    let written = 0;
    for (; near.writableLength < 65_536 && written < 100_000; written += 1) {
      writer.write(frame(written, 1_000));
    }
    expect(written).toBeLessThan(100_000);
  });

  it('goes on with the others when a client is gone', async () => {
    const [gone, reset, there] = [await pair(), await pair(), await pair()];
    gone.near.destroy();
    reset.far.resetAndDestroy();
    [gone, reset, there].map(({ near }) => createFrameWriter(near, always)).forEach((writer) => writer.write(Buffer.from('news')));
    expect((await read(there.far, 4)).toString()).toBe('news');
  });

  it('sends nothing that waits when the connection begins to close in the same turn', async () => {
    const { near, far } = await pair();
    let isOpen = true;
    const writer = createFrameWriter(near, () => isOpen);
    writer.write(Buffer.from('reply'));
    isOpen = false;
    near.end('close');
    expect((await read(far, 10)).toString()).toBe('close');
  });

  it('writes to a stream without a descriptor as to any stream', async () => {
    const stream = new PassThrough();
    createFrameWriter(stream, always).write(Buffer.from('text'));
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('text');
  });

  it('never writes past the encryption of a socket', async () => {
    const { near, far } = await pair();
    const written: string[] = [];
    // What a TLSSocket is to the writer: a descriptor of its own, and bytes that must not go there as they are.
    const secure = Object.assign(new PassThrough(), { encrypted: true, _handle: (near as unknown as { _handle: unknown })._handle });
    secure.on('data', (chunk: Buffer) => written.push(chunk.toString()));
    createFrameWriter(secure, always).write(Buffer.from('secret'));
    await once(secure, 'data');
    near.write('end');
    expect((await read(far, 3)).toString()).toBe('end');
    expect(written).toEqual(['secret']);
  });
});
