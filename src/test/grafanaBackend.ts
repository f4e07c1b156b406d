import { from } from 'rxjs';
import type { BackendSrv, BackendSrvRequest, FetchResponse } from '@grafana/runtime';

/** Grafana's client as the plugin uses it, over the real fetch: MSW answers it. */
export const grafanaBackend = {
  fetch: <T>(request: BackendSrvRequest) => from(send<T>(request)),
  get: async <T>(url: string) => (await send<T>({ url })).data,
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
