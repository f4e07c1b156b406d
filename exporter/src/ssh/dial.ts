import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { within } from './deadline.ts';
import { connectionFailure } from './failure.ts';
import { SshFailure } from './session.ts';

/** TCP's own probes find a dead link while nothing is sent, without waking sshd. */
const keepaliveMs = 15_000;
/** With several addresses, a dead one must leave time for the next. */
const leastTryMs = 2_000;

/** Addresses of a host in the system's order; a literal is its own. */
export async function resolve(host: string): Promise<string[]> {
  if (isIP(host.replace(/%.*$/, '')) !== 0) {
    return [host];
  }
  try {
    return (await lookup(host, { all: true })).map((one) => one.address);
  } catch (error) {
    throw new SshFailure('dns', (error as Error).message, { cause: error });
  }
}

/** The first address that answers, as a socket that sends at once: Nagle's algorithm would cost up to 40 ms a request. */
export async function dial(
  addresses: readonly string[],
  port: number,
  limit: { clock: Clock; ms: number; signal: AbortSignal }
): Promise<Socket> {
  const share = Math.max(leastTryMs, limit.ms / addresses.length);
  const end = limit.clock.now() + limit.ms;
  let last: unknown = new SshFailure('dns', 'no address');
  for (const address of addresses) {
    const ms = Math.min(share, end - limit.clock.now());
    try {
      return await within(
        { ...limit, ms, reason: 'timeout', what: `TCP connection to ${address} port ${port}` },
        (signal) => dialOne(address, port, signal)
      );
    } catch (error) {
      last = error;
      if (limit.signal.aborted) {
        break;
      }
    }
  }
  throw last;
}

/** Made here, it keeps nothing of the dialling in memory. */
const nobodyListens = (): void => undefined;

function dialOne(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepaliveMs });
    const giveUp = (): void => void socket.destroy();
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('error', (error) => reject(connectionFailure(error, 'kex')));
    socket.once('connect', () => {
      signal.removeEventListener('abort', giveUp);
      // An error before somebody else listens shows as a closed socket then, instead of ending the process now.
      socket.removeAllListeners('error').on('error', nobodyListens).pause();
      resolve(socket);
    });
  });
}
