import { Router } from 'express';
import { feedSchema } from '../../../../contract/feedSchema.ts';
import { onlyMethods } from '../methods.ts';
import { sendText } from '../reply.ts';

/** JSON Schema of every message of the feed, for clients in other languages. Open, as the OpenAPI document is. */
export function feedSchemaDocument(version: string): Router {
  let text: string | undefined;
  const router = Router();
  router
    .route('/')
    .get((request, response) => {
      text ??= JSON.stringify(feedSchema(version));
      return sendText(request, response, 200, 'application/schema+json', text);
    })
    .all(onlyMethods(['GET']));
  return router;
}
