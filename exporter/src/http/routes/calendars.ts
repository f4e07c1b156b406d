import { Router, type RequestHandler } from 'express';
import { Id } from '../../../../contract/endpoint.ts';
import { Failure } from '../../errors.ts';
import type { EscalationRoom } from '../../fleet/escalation/escalationRoom.ts';
import { onlyMethods } from '../methods.ts';

/** /calendars/ROTA/SECRET.ics: what calendars subscribe to, without a token. Whatever is wrong with an address, it is not found. */
export function calendarRoutes({ subscribed }: Pick<EscalationRoom['schedules'], 'subscribed'>): Router {
  const calendar: RequestHandler<{ id: string; file: string }> = async (request, response) => {
    const { id, file } = request.params;
    // Errors are logged with their path, and this one is a password.
    request.url = '/';
    const secret = /^([\w-]{43})\.ics$/.exec(file)?.[1];
    const text = secret !== undefined && Id.safeParse(id).success ? await subscribed(id, secret) : undefined;
    if (text === undefined) {
      throw new Failure('not_found');
    }
    response.setHeader('Cache-Control', 'private, no-cache');
    response.type('text/calendar').send(text);
  };
  const router = Router();
  router.route('/:id/:file').get(calendar).all(onlyMethods(['GET']));
  return router;
}
