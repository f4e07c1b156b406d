import express, { type RequestHandler } from 'express';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { Failure } from '../errors.ts';

const maxDepth = 32;

/**
 * What is valid JSON and yet harmful further in: U+0000 (PostgreSQL has no such text) and a nesting that overflows
 * whoever walks it. Walks without recursion for the same reason.
 */
function hazard(body: unknown): string | undefined {
  const left: Array<[unknown, number]> = [[body, 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, depth] = next;
    if (typeof value === 'string' && value.includes('\u0000')) {
      return 'a text must not contain U+0000';
    }
    if (typeof value === 'object' && value !== null) {
      if (depth >= maxDepth) {
        return `nested deeper than ${maxDepth} levels`;
      }
      for (const [key, inner] of Object.entries(value)) {
        left.push([key, depth], [inner, depth + 1]);
      }
    }
  }
  return undefined;
}

/** Reads the JSON body of one endpoint, up to its own limit; nothing is read of a body that the endpoint does not take. */
export function jsonBody(row: Endpoint): RequestHandler[] {
  if (row.body === undefined) {
    return [];
  }
  const demandJson: RequestHandler = (request, _response, next) => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    next(hasBody && !request.is('application/json') ? new Failure('unsupported_media_type') : undefined);
  };
  const refuseHazards: RequestHandler = (request, _response, next) => {
    const found = hazard(request.body);
    next(found === undefined ? undefined : new Failure('bad_request', { details: [{ field: '', message: found }] }));
  };
  return [demandJson, express.json({ limit: row.maxBody ?? 1_048_576, strict: false, inflate: false }), refuseHazards];
}
