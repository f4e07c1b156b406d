import { once } from 'node:events';
import { WebSocket } from 'ws';
import { parseServerMessage } from '../../contract/feed.ts';
import { until } from './processes.ts';

export type Heard = ReturnType<typeof parseServerMessage>;

/** A client of the feed that remembers everything it heard; each message is checked against the contract. */
export interface TestFeedClient {
  readonly heard: Heard[];
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** Waits for a message that fits, old ones included. */
  hears<T extends Heard['type']>(type: T, fits?: (message: Extract<Heard, { type: T }>) => boolean): Promise<Extract<Heard, { type: T }>>;
  closed(): Promise<void>;
  close(): Promise<void>;
}

export async function openFeedClient(url: string, headers: Record<string, string> = {}): Promise<TestFeedClient> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers, perMessageDeflate: false });
  const heard: Heard[] = [];
  socket.on('message', (data) => heard.push(parseServerMessage(JSON.parse((data as Buffer).toString('utf8')))));
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'open');
  return {
    heard,
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async hears(type, fits = () => true) {
      const find = () => heard.find((message) => message.type === type && fits(message as never));
      await until(() => find() !== undefined, `a message ${type}; heard ${JSON.stringify(heard).slice(-1500)}`, 10_000);
      return find() as never;
    },
    closed: () => ended,
    async close() {
      socket.close();
      await ended;
    },
  };
}

/** The status and body with which an upgrade was refused. */
export async function refusedUpgrade(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown }> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, import('node:http').IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk as string;
  }
  return { status: response.statusCode ?? 0, body: JSON.parse(text) };
}
