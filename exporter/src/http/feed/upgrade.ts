import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { errors, type ErrorReply } from '../../../../contract/errors.ts';
import type { Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import type { Authenticate } from '../auth.ts';
import type { Connection } from './clients.ts';
import type { FeedClient } from './client.ts';
import { createFrameWriter } from './frameWriter.ts';
import type { Transport } from './outbox.ts';
import type { Line } from './render.ts';
import { textFrame } from './textFrame.ts';

/** More than this unsent means that the client does not keep up; the rest waits in its outbox, where it is bounded. */
const highWater = 65_536;

export interface WebSocketDoorOptions {
  authenticate: Authenticate;
  /** Origins whose pages may connect, beside the exporter's own. */
  origins: readonly string[];
  admit: (caller: string) => void;
  connect: (actor: Actor, transport: Transport & { end(): void }) => FeedClient;
  add: (connection: Connection) => () => void;
}

/** Answers a refused upgrade as any other refused request. */
function refuse(socket: Duplex, error: unknown): void {
  const failure = error instanceof Failure ? error : new Failure('internal', { cause: error });
  const { status } = errors[failure.code];
  const body = JSON.stringify({ code: failure.code, message: failure.message } satisfies ErrorReply);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  );
}

/**
 * Browsers send the origin of the page, and do not keep pages of others from opening sockets: only the exporter's own pages and
 * named origins may. Clients that are no browsers, and Grafana's proxy, send none.
 */
function checkOrigin(request: IncomingMessage, origins: readonly string[]): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && !origins.includes(origin) && !(URL.canParse(origin) && new URL(origin).host === host)) {
    throw new Failure('forbidden', { message: `Pages of ${origin} may not connect; name it in SHELLWATCH_CORS_ORIGINS.` });
  }
}

function look(socket: WebSocket, client: FeedClient, stillAllowed: Connection['stillAllowed'], add: WebSocketDoorOptions['add']): void {
  let alive = true;
  const remove = add({
    client,
    ping() {
      const answered = alive;
      alive = false;
      socket.ping();
      return answered;
    },
    cut: () => socket.terminate(),
    stillAllowed,
  });
  socket.on('pong', () => (alive = true));
  socket.on('message', (data, isBinary) => {
    alive = true;
    // ws gives one Buffer unless told otherwise; a binary frame is no JSON text, and is answered as such.
    client.receive(isBinary ? '' : (data as Buffer).toString('utf8'));
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    remove();
    client.close();
  });
}

/** The WebSocket door: checks before the upgrade, then one client for each socket. */
export function createWebSocketDoor({ authenticate, origins, admit, connect, add }: WebSocketDoorOptions) {
  // No compression: it takes some 300 kB a socket, and most messages are small.
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536, clientTracking: false });

  const open = (socket: WebSocket, wire: Duplex, request: IncomingMessage, actor: Actor): void => {
    // Past ws, which has no queue of its own without compression: nothing can come out of order.
    const frames = createFrameWriter(wire, () => socket.readyState === WebSocket.OPEN);
    const transport = {
      write: (line: Line) => frames.write(textFrame(line)),
      ready: () => wire.writableLength < highWater,
      end() {
        frames.flush();
        socket.close(1000);
      },
    };
    const client = connect(actor, transport);
    // One listener instead of a callback for each message.
    wire.on('drain', client.drained);
    const stillAllowed = (): Promise<boolean> =>
      authenticate(request).then(
        (now) => now.role === actor.role,
        (error: unknown) => !(error instanceof Failure && errors[error.code].status === 403)
      );
    look(socket, client, stillAllowed, add);
  };

  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    try {
      checkOrigin(request, origins);
      const actor = await authenticate(request);
      admit(actor.name);
      server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket, request, actor));
    } catch (error) {
      refuse(socket, error);
    }
  };
}
