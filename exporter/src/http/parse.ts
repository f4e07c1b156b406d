import { z } from 'zod';
import { Failure } from '../errors.ts';
import { fieldErrors } from './fieldErrors.ts';

/** What a misspelt field should not do is be ignored, so an object that does not say otherwise takes no unknown keys. */
export function strictly(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema;
}

/** Parses one part of a request (params, query, body); a wrong one is a bad_request whose details name the fields. */
export function parsePart(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (schema === undefined) {
    return undefined;
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const prefix = part === 'body' ? '' : part;
    throw new Failure('bad_request', { details: fieldErrors(result.error.issues, prefix) });
  }
  return result.data;
}
