import { config, type BackendSrv } from '@grafana/runtime';
import type { WireRequest } from '../../contract/client.ts';
import { apiError } from './apiError';

interface Line {
  told?: unknown;
  reply?: unknown;
  error?: unknown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Sends a request whose reply comes in lines, hears each as it comes, and gives the last one: the reply. */
export async function sendForLines(backend: Pick<BackendSrv, 'chunked'>, url: string, request: WireRequest): Promise<unknown> {
  const decoder = new TextDecoder();
  let [status, inLines, rest, reply]: [number, boolean, string, unknown] = [0, false, '', undefined];
  const hear = (text: string) => {
    const line = parsed(text) as Line | undefined;
    if (line?.error !== undefined) {
      throw apiError(status, line.error);
    }
    reply = line?.reply ?? reply;
    if (line?.told !== undefined) {
      request.onTold?.(line.told);
    }
  };
  const pieces = backend.chunked({
    // Unlike fetch, it adds neither the path that Grafana is served below nor the organisation of this tab.
    url: `${config.appSubUrl ?? ''}${url}`,
    method: request.endpoint.method,
    headers: { ...request.headers, accept: 'application/x-ndjson', 'X-Grafana-Org-Id': String(config.bootData?.user?.orgId ?? 1) },
    ...(request.body === undefined ? {} : { data: request.body }),
  });
  await new Promise<void>((resolve, reject) =>
    pieces.subscribe({
      next: ({ data, headers, ...response }) => {
        status = response.status;
        inLines = headers.get('content-type')?.includes('ndjson') === true;
        rest += data === undefined ? '' : decoder.decode(data, { stream: true });
        const lines = inLines ? rest.split('\n') : [rest];
        rest = lines.pop() ?? '';
        try {
          lines.forEach(hear);
        } catch (error) {
          reject(error);
        }
      },
      error: () => reject(apiError(0, undefined)),
      complete: resolve,
    })
  );
  if (!inLines) {
    const whole = parsed(rest);
    if (status < 200 || status >= 300) {
      throw apiError(status, whole);
    }
    return whole;
  }
  return reply;
}
