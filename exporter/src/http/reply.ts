import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import type { Request, Response } from 'express';

const gzip = promisify(gzipCallback);
/** One network packet: below it compression saves nothing. */
const worthCompressing = 1400;

/** Sends a finished text, compressed on a worker thread when it is large and the client takes that. */
export async function sendText(request: Request, response: Response, status: number, contentType: string, text: string): Promise<void> {
  let body = Buffer.from(text, 'utf8');
  response.status(status).setHeader('Content-Type', contentType);
  response.vary('Accept-Encoding');
  if (body.length > worthCompressing && request.acceptsEncodings('gzip') === 'gzip') {
    body = Buffer.from(await gzip(body, { level: 3 }));
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.setHeader('Content-Length', body.length);
  // Not response.send(): with an ETag it would answer 304 by the revision, which does not cover a server's status.
  response.end(body);
}

export const sendJson = (request: Request, response: Response, status: number, value: unknown): Promise<void> =>
  sendText(request, response, status, 'application/json; charset=utf-8', JSON.stringify(value));
