import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { Router } from 'express';
import { Failure } from '../../errors.ts';
import { onlyMethods } from '../methods.ts';

export const telegramHookPath = '/hooks/telegram';
/** An update with a long text is some 10 kB. */
const maxBody = 1_048_576;

type Door = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Where Telegram brings what people write. It proves itself by the secret it was given; the bot checks that. */
export function telegramHook(door: () => Door | undefined): Router {
  const router = Router();
  router
    .route('/')
    .post(express.json({ limit: maxBody, type: () => true }), async (request, response) => {
      const take = door();
      if (take === undefined) {
        throw new Failure('not_found');
      }
      await take(request, response);
    })
    .all(onlyMethods(['POST']));
  return router;
}
