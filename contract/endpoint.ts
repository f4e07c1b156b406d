import { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** What a caller may do. Each role includes the ones before it. */
export const Role = z.enum(['viewer', 'operator', 'admin']).meta({ id: 'Role', description: 'viewer reads; operator runs and edits commands and log sources; admin manages servers, tokens and settings' });
export type Role = z.infer<typeof Role>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One row of the endpoint table: everything the server, the client, OpenAPI and the docs need to know of one operation.
 * `path` is relative to /api/v1, with `{name}` for path parameters.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Told extends z.ZodType = z.ZodType,
> {
  method: Method;
  path: string;
  /** The least role that may call it; `open` needs no token. */
  role: Role | 'open';
  tag: string;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The reply's schema; `z.void()` for 204, `z.string()` with `produces` for anything but JSON. */
  reply: Reply;
  /** What is told before the reply, to those who take application/x-ndjson: lines `{"told":…}`, then `{"reply":…}` or `{"error":…}`. */
  tells?: Told;
  /** Success status, 200 unless told (204 follows from `z.void()`). */
  status?: number;
  /** The reply carries an ETag; with `ifMatch` the request must carry the one it read. */
  etag?: boolean;
  ifMatch?: boolean;
  /** A media type other than application/json. */
  produces?: string;
  /** The body may be up to this many bytes, 1 MiB unless told. */
  maxBody?: number;
  /** Errors of its own; those of every endpoint (bad_request, forbidden …) are not repeated. */
  errors?: readonly ErrorCode[];
}

/** What people call a record that they write: a contact, a policy, a rota, a window. */
export const RecordName = z.string().min(1).max(128).regex(/^[^\u0000-\u001f\u007f-\u009f]+$/u, 'no control characters').regex(/^\S(.*\S)?$/u, 'no spaces around it');

/** Keeps the exact schema types of a row: plain object in, the same object out. */
export const endpoint = <
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodVoid,
  T extends z.ZodType = z.ZodUndefined,
>(
  row: Endpoint<P, Q, B, R, T>
): Endpoint<P, Q, B, R, T> => row;

type Field<Name extends string, Schema, Side extends 'input' | 'output'> = Schema extends z.ZodUndefined
  ? unknown
  : Schema extends z.ZodType
    ? { [K in Name]: Side extends 'input' ? z.input<Schema> : z.output<Schema> }
    : unknown;

/** What a caller passes to the client function of an endpoint. */
export type RequestOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType, infer T>
    ? Field<'params', P, 'input'> & Field<'body', B, 'input'> & (Q extends z.ZodUndefined ? unknown : { query?: z.input<Q> }) & (T extends z.ZodUndefined ? unknown : { onTold?: (item: z.output<T>) => void }) & {
        ifMatch?: string;
        signal?: AbortSignal;
      }
    : never;

/** What the handler of an endpoint receives, parsed. */
export type ParsedOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? Field<'params', P, 'output'> & Field<'query', Q, 'output'> & Field<'body', B, 'output'>
    : never;

export type ReplyOf<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;
/** What a handler returns: the reply before it is parsed for the wire. */
export type ReplyInputOf<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.input<R> : never;

/** A page of a list: `next` is the cursor of the following page, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const PageQuery = z.object({
  cursor: z.string().max(512).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** Yes or no in a query. */
export const QueryFlag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'], case: 'sensitive' }).meta({ enum: ['true', '1', 'false', '0'] });
/** If-Match: `*`, or entity tags as RFC 9110 8.8.3 writes them. */
export const IfMatch = z.string().regex(/^(\*|(W\/)?"[!#-~]*"([ \t]*,[ \t]*(W\/)?"[!#-~]*")*)$/, 'an ETag, in quotes, as it was sent');
export const Id = z.string().regex(/^[a-z0-9-]{1,64}$/).describe('Opaque id');
export const IdParams = z.object({ id: Id });
/** An instant, RFC 3339 in UTC. */
export const Instant = z.iso.datetime({ offset: true });

/** An instant a person sends to be kept: what is worked out from it, in any zone, has to have a year of four digits still. */
export const PlannedInstant = Instant.regex(/^(?!9999)[1-9]/, 'a year from 1000 to 9998').refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1000 && year < 9999;
}, 'a year from 1000 to 9998, in UTC too');
