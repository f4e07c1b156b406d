import { from, Observable } from 'rxjs';
import type { BackendSrv, BackendSrvRequest, FetchResponse } from '@grafana/runtime';

/** Grafana's client as the plugin uses it, over the real fetch: MSW answers it. */
export const grafanaBackend = {
  fetch: <T>(request: BackendSrvRequest) => from(send<T>(request)),
  chunked: (request: BackendSrvRequest) => sendChunked(request),
  get: async <T>(url: string) => (await send<T>({ url })).data,
  delete: async (url: string) => (await send<unknown>({ url, method: 'DELETE' })).data,
  post: async <T>(url: string, data?: unknown) => (await send<T>({ url, method: 'POST', data })).data,
} as unknown as BackendSrv;

async function send<T>({ url, method = 'GET', data, headers = {}, abortSignal, responseType }: BackendSrvRequest): Promise<FetchResponse<T>> {
  const reply = await fetch(new URL(url, 'http://localhost'), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    ...(abortSignal === undefined ? {} : { signal: abortSignal }),
  });
  const text = await reply.text();
  const body = responseType === 'text' ? text : text === '' ? undefined : JSON.parse(text);
  const response = { data: body, status: reply.status, statusText: reply.statusText, ok: reply.ok, headers: reply.headers, redirected: false, type: 'basic', url, config: { url } } as FetchResponse<T>;
  if (!reply.ok) {
    throw { ...response, data: body ?? {} };
  }
  return response;
}

/** Every piece of the reply as it comes. */
const sendChunked = ({ url, method = 'GET', data, headers = {} }: BackendSrvRequest) =>
  new Observable<FetchResponse<Uint8Array | undefined>>((observer) => {
    void (async () => {
      const reply = await fetch(new URL(url, 'http://localhost'), { method, headers: { 'content-type': 'application/json', ...headers }, ...(data === undefined ? {} : { body: JSON.stringify(data) }) });
      const reader = reply.body?.getReader();
      for (let done = reader === undefined; !done; ) {
        const piece = await (reader as ReadableStreamDefaultReader<Uint8Array>).read();
        done = piece.done;
        observer.next({ data: piece.value, status: reply.status, statusText: '', ok: reply.ok, headers: reply.headers, redirected: false, type: 'basic', url, config: { url } });
      }
      observer.complete();
    })().catch((error) => observer.error(error));
  });
