import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Part } from './process.ts';

/** What a spec can do to the stack, by name: specs run in a process of their own. */
export type Actions = Record<string, () => Promise<void>>;

/** `POST /NAME` on loopback does it, and answers when it is done. */
export async function startControl(actions: Actions): Promise<Part & { url: string }> {
  const server = createServer((request, response) => {
    const action = actions[(request.url ?? '').slice(1)];
    if (request.method !== 'POST' || action === undefined) {
      response.writeHead(404).end();
      return;
    }
    action().then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error))
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name: 'control',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
