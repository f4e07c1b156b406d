import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';

export interface Part {
  name: string;
  stop: () => Promise<void>;
}

/** A port that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

/** Runs a program until it is stopped, its words in a file of its own. */
export function run(name: string, folder: string, command: string, args: string[], env: Record<string, string> = {}): Part & { process: ChildProcess } {
  const log = createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' });
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  // Both go there, so neither ends it: what comes of one after the end of the other would be an error nobody hears.
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.once('close', () => log.end());
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    name,
    process: child,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Waits until an address answers with success. */
export async function answers(url: string, withinMs: number, headers: Record<string, string> = {}): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const reply = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (reply?.ok === true) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`${url} did not answer within ${withinMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Waits until somebody listens on a port of loopback. */
export async function answersTcp(port: number, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  const tried = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
  while (!(await tried())) {
    if (Date.now() > end) {
      throw new Error(`nobody listens on port ${port} within ${withinMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
