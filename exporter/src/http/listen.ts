import { createServer, STATUS_CODES, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, type ErrorCode, type ErrorReply } from '../../../contract/errors.ts';

export interface HttpServer {
  readonly server: Server;
  /** The port in use, when 0 was asked for. */
  readonly port: number;
  /** Stops listening, lets requests under way end, and cuts what is still open after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** What Node's parser refuses never becomes a request; it still gets a coded reply. */
function rawReply(code: ErrorCode, status: number): string {
  const body = JSON.stringify({ code, message: errors[code].message } satisfies ErrorReply);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}

export async function listen(handler: RequestListener, address: { host: string; port: number }): Promise<HttpServer> {
  // Grafana's context header grows with the teams of a person; Node's default of 16 KiB for all headers is small for that.
  const server = createServer({ maxHeaderSize: 65_536, requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 }, handler);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
    } else if (error.code === 'HPE_HEADER_OVERFLOW') {
      socket.end(rawReply('bad_request', 431));
    } else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      socket.end(rawReply('bad_request', 408));
    } else {
      socket.end(rawReply(error.code === 'HPE_INVALID_URL' ? 'bad_path' : 'bad_request', 400));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address.host, port: address.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
