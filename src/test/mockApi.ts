import { http, HttpResponse, type DefaultBodyType } from 'msw';
import { setupServer } from 'msw/node';
import { api, type Api, type OperationId } from '../../contract/api.ts';
import type { Endpoint, ReplyInputOf } from '../../contract/endpoint.ts';
import { errors, type ErrorCode } from '../../contract/errors.ts';
import { proxyPath } from '../data/proxySend';

/** What Grafana's proxy would answer, in place of the network. Unhandled requests fail the test. */
export const mockServer = setupServer();

export interface Asked {
  params: Record<string, string>;
  query: URLSearchParams;
  body: DefaultBodyType;
  ifMatch: string | null;
}

/** Behind the app's proxy, or behind the data source that is given as `below`. */
const url = (row: Endpoint, below: string | undefined) => {
  const path = row.path.replace(/\{(\w+)\}/g, ':$1');
  return `http://localhost${below === undefined ? proxyPath({ endpoint: row, path }) : `${below}/api/v1${path}`}`;
};
const method = (row: Endpoint) => row.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Answers an endpoint of the contract; a reply that breaks the contract fails the test. Returns what was asked. */
export function mockEndpoint<K extends OperationId>(operation: K, reply: ReplyInputOf<Api[K]> | ((asked: Asked) => ReplyInputOf<Api[K]>), below?: string): Asked[] {
  const row = api[operation] as Endpoint;
  const seen: Asked[] = [];
  mockServer.use(
    http[method(row)](url(row, below), async ({ request, params }) => {
      const text = await request.text();
      const asked: Asked = { params: params as Record<string, string>, query: new URL(request.url).searchParams, body: text === '' ? undefined : JSON.parse(text), ifMatch: request.headers.get('if-match') };
      seen.push(asked);
      const body = row.reply.parse(typeof reply === 'function' ? (reply as (asked: Asked) => unknown)(asked) : reply);
      return body === undefined ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(body as DefaultBodyType, { status: row.status ?? 200 });
    })
  );
  return seen;
}

/** Answers an endpoint with a coded error. */
export function mockFailure(operation: OperationId, code: ErrorCode, details?: unknown, below?: string) {
  const row = api[operation] as Endpoint;
  mockServer.use(http[method(row)](url(row, below), () => HttpResponse.json({ code, message: errors[code].message, details }, { status: errors[code].status })));
}

/** Answers as Grafana does when nothing listens at the exporter's address. */
export function mockUnreachable() {
  mockServer.use(http.all('http://localhost/api/plugin-proxy/*', () => new HttpResponse(null, { status: 502 })));
}
