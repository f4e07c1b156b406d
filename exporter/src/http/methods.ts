import type { RequestHandler } from 'express';
import { Failure } from '../errors.ts';

/** Ends a route whose methods are all told: OPTIONS lists them, any other is 405. */
export function onlyMethods(methods: readonly string[]): RequestHandler {
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
  return (request, response, next) => {
    response.setHeader('Allow', allow);
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    next(new Failure('method_not_allowed'));
  };
}
