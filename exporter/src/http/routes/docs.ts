import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { Router } from 'express';
import type { Endpoint } from '../../../../contract/endpoint.ts';
import { openapi, type Examples } from '../../../../contract/openapi.ts';
import { ownFile } from '../../ownFiles.ts';
import { onlyMethods } from '../methods.ts';
import { sendText } from '../reply.ts';

/** No validator badge: it would ask a foreign service from the reader's browser. */
const initializer = `window.ui = SwaggerUIBundle({
  url: '../api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis], layout: 'BaseLayout', docExpansion: 'list', defaultModelsExpandDepth: 0,
});
`;

/** Found without loading it: the package's entry is made for browsers. */
const viewerFolder = (): string => path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The viewer of the API's description, from the package on disk. */
export function docsPages(): Router {
  const router = Router();
  router.get('/swagger-initializer.js', (request, response) => sendText(request, response, 200, 'text/javascript; charset=utf-8', initializer));
  router.use(express.static(viewerFolder(), { index: 'index.html' }));
  return router;
}

const examples = (): Examples => JSON.parse(readFileSync(ownFile('openapiExamples'), 'utf8')) as Examples;

/** The description itself, made when it is first asked for. */
export function openapiDocument(table: Record<string, Endpoint>, version: string): Router {
  let text: string | undefined;
  const router = Router();
  router
    .route('/')
    .get((request, response) => {
      text ??= JSON.stringify(openapi(table, version, examples()));
      return sendText(request, response, 200, 'application/json; charset=utf-8', text);
    })
    .all(onlyMethods(['GET']));
  return router;
}
