import { api, type Api, type OperationId } from './api.ts';
import type { Endpoint, ReplyOf, RequestOf } from './endpoint.ts';

/** One request as the client makes it, before a transport gives it an origin, a token or a proxy prefix. */
export interface WireRequest {
  operation: OperationId;
  endpoint: Endpoint;
  /** Path with parameters filled in and query appended, relative to /api/v1. */
  path: string;
  body?: unknown;
  headers: Record<string, string>;
  signal?: AbortSignal;
  /** Hears what is told before the reply, where the transport can: not yet parsed. */
  onTold?: (item: unknown) => void;
}

/** Sends a request and returns the decoded reply; rejects with an `ApiError` for anything but success. */
export type Send = (request: WireRequest) => Promise<unknown>;

/** A coded error reply, or a transport failure as the code `unreachable`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export type Client = { [K in OperationId]: (request: RequestOf<Api[K]>) => Promise<ReplyOf<Api[K]>> };

interface LooseRequest {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: string;
  signal?: AbortSignal;
  onTold?: (item: unknown) => void;
}

export function fillPath(template: string, params: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) {
        search.append(name, String(one));
      }
    }
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** One typed function per endpoint over any `send`; replies are parsed by the contract. */
export function createClient(send: Send): Client {
  const call = (operation: OperationId) => async (request: LooseRequest) => {
    const row = api[operation] as Endpoint;
    const { onTold } = request;
    const reply = await send({
      operation,
      endpoint: row,
      path: fillPath(row.path, request.params, request.query),
      headers: request.ifMatch === undefined ? {} : { 'if-match': request.ifMatch },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(onTold === undefined || row.tells === undefined ? {} : { onTold: (item: unknown) => onTold(row.tells?.parse(item)) }),
    });
    return row.reply.parse(reply);
  };
  return Object.fromEntries((Object.keys(api) as OperationId[]).map((id) => [id, call(id)])) as unknown as Client;
}
