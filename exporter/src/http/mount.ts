import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { IfMatch, type Endpoint } from '../../../contract/endpoint.ts';
import type { Actor } from '../actor.ts';
import { Failure } from '../errors.ts';
import { demand, stranger, type Authenticate } from './auth.ts';
import { jsonBody } from './body.ts';
import { answerInLines, takesLines } from './lines.ts';
import { onlyMethods } from './methods.ts';
import { parsePart, strictly } from './parse.ts';
import { jsonType, sendText } from './reply.ts';
import { replyWriter } from './replyWriter.ts';

/** A handler as the router sees it; route.ts has the exact types. */
type AnyHandler = (input: never) => unknown;

/** The header as it is: fleet compares it with the revision. */
function readIfMatch(request: Request, row: Endpoint): string | undefined {
  const header = request.get('if-match');
  if (row.ifMatch && header === undefined) {
    throw new Failure('precondition_required');
  }
  if (header !== undefined && !IfMatch.safeParse(header).success) {
    throw new Failure('bad_request', { details: [{ field: 'If-Match', message: 'an ETag, in quotes, as it was sent' }] });
  }
  return header;
}

/** Sends what a handler returned, as far as the row's schema lets it out; what does not fit it is never sent. */
function replier(row: Endpoint): (request: Request, response: Response, result: unknown) => Promise<void> | void {
  const { reply, produces, status = reply instanceof z.ZodVoid ? 204 : 200 } = row;
  if (reply instanceof z.ZodVoid || produces !== undefined) {
    return (request, response, result) => {
      const text = reply.parse(result);
      response.setHeader('Cache-Control', 'no-store');
      return produces === undefined ? void response.status(status).end() : sendText(request, response, status, produces, text as string);
    };
  }
  const write = replyWriter(reply);
  return (request, response, result) => {
    const text = write(result) as string;
    response.setHeader('Cache-Control', 'no-store');
    if (row.etag) {
      response.setHeader('ETag', `"${(result as { revision: number }).revision}"`);
    }
    return sendText(request, response, status, jsonType, text);
  };
}

/** Aborts when the client goes away before its reply. */
function signalOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}

function run(row: Endpoint, handler: AnyHandler): RequestHandler {
  const [params, query, body] = [row.params, row.query, row.body].map(strictly);
  const reply = replier(row);
  return async (request, response) => {
    const requestId = response.locals['requestId'] as string;
    const input = {
      params: parsePart(params, request.params, 'params'),
      query: parsePart(query, request.query, 'query'),
      body: parsePart(body, request.body, 'body'),
      ifMatch: readIfMatch(request, row),
      actor: { ...(response.locals['actor'] as Actor), requestId },
      requestId,
      signal: signalOf(response),
    };
    if (takesLines(request, row)) {
      await answerInLines(response, row, (tell) => handler({ ...input, tell } as never));
      return;
    }
    await reply(request, response, await handler({ ...input, tell: () => undefined } as never));
  };
}

function gate(row: Endpoint, authenticate: Authenticate): RequestHandler {
  return async (request, response, next) => {
    if (row.role === 'open') {
      response.locals['actor'] = stranger(request.socket.remoteAddress ?? '');
    } else {
      const actor = await authenticate(request);
      demand(actor, row.role);
      response.locals['actor'] = actor;
    }
    next();
  };
}

/** `/servers/test` has to be asked before `/servers/{id}`. */
const byLiteral = (a: string, b: string): number => {
  const key = (path: string) => path.split('/').map((segment) => (segment.startsWith('{') ? '1' : `0${segment}`)).join('/');
  return key(a) < key(b) ? -1 : 1;
};

/** Contract endpoints → routes. A row without a handler is not served. */
export function mountTable(table: Record<string, Endpoint>, handlers: Partial<Record<string, AnyHandler>>, authenticate: Authenticate): Router {
  const router = Router();
  const served = Object.entries(table).filter(([operation]) => handlers[operation] !== undefined);
  for (const path of [...new Set(served.map(([, row]) => row.path))].sort(byLiteral)) {
    const rows = served.filter(([, row]) => row.path === path);
    const route = router.route(path.replace(/\{(\w+)\}/g, ':$1'));
    for (const [operation, row] of rows) {
      const method = row.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      route[method](gate(row, authenticate), ...jsonBody(row), run(row, handlers[operation] as AnyHandler));
    }
    route.all(onlyMethods(rows.map(([, row]) => row.method)));
  }
  return router;
}
