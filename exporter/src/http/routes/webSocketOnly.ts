import type { RequestHandler } from 'express';
import { Failure } from '../../errors.ts';

/** What a request without an upgrade hears where only WebSockets are served: RFC 9110, 15.5.22. */
export const webSocketOnly: RequestHandler = (request, response, next) => {
  if (request.path !== '/') {
    next();
    return;
  }
  response.setHeader('Upgrade', 'websocket');
  next(new Failure('upgrade_required'));
};
