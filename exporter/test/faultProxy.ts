/**
 * A TCP proxy that spoils the way between a client and a server, for tests of failures of the network:
 *
 *   const proxy = await startFaultProxy(sshd);                       // listens on 127.0.0.1, an ephemeral port
 *   openSession(sshd.target({ host: proxy.host, port: proxy.port }), …)
 *   proxy.fault('halfOpen');                                         // from now on, for old and new connections
 *   proxy.fault('none');                                             // heals: bytes held back by freeze go on
 *   await proxy.stop();
 *
 * none      bytes pass.
 * freeze    nothing is read any more in either direction: like a cut cable, senders fill their buffers.
 * halfOpen  what the client sends is taken and thrown away; it never hears anything again, not even a close.
 * reset     every connection is reset (RST), and each new one right after it is accepted.
 * trickle   the server's bytes arrive one per second.
 * garbage   a kilobyte of noise is put among the server's bytes.
 * refuse    nobody listens any more (until `none`).
 */
import { createServer, connect, type Server, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';

export type Fault = 'none' | 'freeze' | 'halfOpen' | 'reset' | 'trickle' | 'garbage' | 'refuse';

export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: number;
  fault(fault: Fault): Promise<void>;
  stop(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
}

export async function startFaultProxy(to: { host: string; port: number }): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let fault: Fault = 'none';
  let accepted = 0;
  let port = 0;
  let listener: Server | undefined;

  const onConnection = (client: Socket) => {
    accepted += 1;
    const server = connect(to.port, to.host);
    const pair = { client, server };
    pairs.add(pair);
    client.setNoDelay(true);
    server.setNoDelay(true);
    const end = () => {
      if (fault === 'halfOpen') {
        // The other side's end is one more thing that is never heard of.
        return;
      }
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('error', end).on('close', end);
    server.on('error', end).on('close', end);
    client.on('data', (chunk) => fault !== 'halfOpen' && server.write(chunk));
    server.on('data', (chunk) => {
      if (fault === 'trickle') {
        trickle(client, server, chunk);
      } else if (fault !== 'halfOpen') {
        client.write(chunk);
      }
    });
    apply(pair);
  };

  const apply = ({ client, server }: Pair) => {
    if (fault === 'reset' || fault === 'refuse') {
      client.resetAndDestroy();
      server.resetAndDestroy();
    } else if (fault === 'freeze') {
      client.pause();
      server.pause();
    } else {
      client.resume();
      server.resume();
    }
    if (fault === 'garbage') {
      client.write(randomBytes(1024));
    }
  };

  const listen = () =>
    new Promise<void>((resolve, reject) => {
      listener = createServer(onConnection).once('error', reject);
      listener.listen(port, '127.0.0.1', () => {
        const address = listener?.address();
        port = typeof address === 'object' && address ? address.port : 0;
        resolve();
      });
    });
  const unlisten = () =>
    new Promise<void>((resolve) => (listener?.listening ? listener.close(() => resolve()) : resolve()));

  await listen();
  return {
    host: '127.0.0.1',
    get port() {
      return port;
    },
    get accepted() {
      return accepted;
    },
    async fault(next) {
      fault = next;
      pairs.forEach(apply);
      if (next === 'refuse') {
        await unlisten();
      } else if (!listener?.listening) {
        await listen();
      }
    },
    async stop() {
      fault = 'reset';
      pairs.forEach(({ client, server }) => {
        client.destroy();
        server.destroy();
      });
      await unlisten();
    },
  };
}

/** Hands a chunk on at a byte a second; the server waits meanwhile. */
function trickle(client: Socket, server: Socket, chunk: Buffer): void {
  server.pause();
  let at = 0;
  const timer = setInterval(() => {
    if (at >= chunk.length || client.destroyed) {
      clearInterval(timer);
      server.resume();
      return;
    }
    client.write(chunk.subarray(at, (at += 1)));
  }, 1000);
}
