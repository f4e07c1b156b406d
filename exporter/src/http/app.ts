import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import { cors } from './cors.ts';
import { onError } from './onError.ts';
import { pathGuard } from './pathGuard.ts';
import { requestId } from './requestId.ts';

/** One piece of the service: what answers below a path. */
export interface Part {
  path: string;
  handler: RequestHandler;
}

export interface AppOptions {
  log: Log;
  corsOrigins: readonly string[];
  /** In the order they are asked. */
  parts: readonly Part[];
}

/** Everything here is served over plain HTTP as well, so no page may ask a browser to upgrade its own addresses. */
const securityHeaders = helmet({
  contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null, 'img-src': ["'self'", 'data:'] } },
  strictTransportSecurity: false,
});

/** The express app, from a list of parts. It holds no state and opens no port. */
export function createApp({ log, corsOrigins, parts }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(requestId, securityHeaders, cors(corsOrigins), pathGuard);
  for (const part of parts) {
    app.use(part.path, part.handler);
  }
  app.use((_request, _response, next) => next(new Failure('not_found')));
  app.use(onError(log));
  return app;
}
