import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gzip as gzipCallback } from 'node:zlib';
import type { Request, Response } from 'express';

const gzip = promisify(gzipCallback);
/** One network packet: below it compression saves nothing. */
const worthCompressing = 1400;
const level = 3;

const takesGzip = (request: Request): boolean => request.acceptsEncodings('gzip') === 'gzip';

/** Sends a finished text, compressed on a worker thread when it is large and the client takes that. */
export async function sendText(request: Request, response: Response, status: number, contentType: string, text: string): Promise<void> {
  let body = Buffer.from(text, 'utf8');
  response.status(status).setHeader('Content-Type', contentType);
  response.vary('Accept-Encoding');
  if (body.length > worthCompressing && takesGzip(request)) {
    body = Buffer.from(await gzip(body, { level }));
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.setHeader('Content-Length', body.length);
  // Not response.send(): with an ETag it would answer 304 by the revision, which does not cover a server's status.
  response.end(body);
}

/** Sends a long text as it comes. A client that goes away is no error. */
export async function sendPieces(request: Request, response: Response, status: number, contentType: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  response.status(status).setHeader('Content-Type', contentType);
  response.vary('Accept-Encoding');
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const source = Readable.from(pieces, { objectMode: false });
  const compressed = takesGzip(request);
  if (compressed) {
    response.setHeader('Content-Encoding', 'gzip');
  }
  try {
    await (compressed ? pipeline(source, createGzip({ level }), response) : pipeline(source, response));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      throw error;
    }
  }
}

export const jsonType = 'application/json; charset=utf-8';

export const sendJson = (request: Request, response: Response, status: number, value: unknown): Promise<void> =>
  sendText(request, response, status, jsonType, JSON.stringify(value));
