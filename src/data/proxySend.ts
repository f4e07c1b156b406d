import { lastValueFrom } from 'rxjs';
import { isFetchError, type BackendSrv } from '@grafana/runtime';
import type { Send, WireRequest } from '../../contract/client.ts';
import type { Permission } from './permissions';
import { apiError } from './apiError';
import { APP_ID } from './plugin';
import { sendForLines } from './sendForLines';

const prefixes: Record<WireRequest['endpoint']['role'], Permission> = { open: 'view', viewer: 'view', operator: 'operate', admin: 'admin' };

/** The address of an endpoint behind Grafana's app proxy: its role in the contract picks the route, and so who may pass. */
export function proxyPath(request: Pick<WireRequest, 'endpoint' | 'path'>): string {
  return `/api/plugin-proxy/${APP_ID}/${prefixes[request.endpoint.role]}${request.path}`;
}

/** Sends by Grafana's own client, which renews the session and names the organisation. */
export function createProxySend(backend: Pick<BackendSrv, 'fetch' | 'chunked'>, urlOf: (request: WireRequest) => string = proxyPath): Send {
  return async (request) => {
    if (request.onTold !== undefined) {
      return sendForLines(backend, urlOf(request), request);
    }
    try {
      const reply = await lastValueFrom(
        backend.fetch<unknown>({
          url: urlOf(request),
          method: request.endpoint.method,
          headers: request.headers,
          showErrorAlert: false,
          showSuccessAlert: false,
          ...(request.endpoint.produces === undefined ? {} : { responseType: 'text' as const }),
          ...(request.body === undefined ? {} : { data: request.body }),
          ...(request.signal === undefined ? {} : { abortSignal: request.signal }),
        })
      );
      return reply.status === 204 ? undefined : reply.data;
    } catch (error) {
      throw isFetchError(error) ? apiError(error.status, error.data) : error;
    }
  };
}
