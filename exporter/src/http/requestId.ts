import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';


/** A proxy's own id is kept when it is harmless, so that its log and ours can be joined. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const id = given !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals['requestId'] = id;
  response.setHeader('X-Request-Id', id);
  next();
};
