import { readFileSync } from 'node:fs';
import { request } from 'node:http';

export interface RawReply {
  status: number;
  body: string;
}

/** The login cookie of a session that Playwright keeps. */
export function cookieOf(session: string): string {
  const { cookies } = JSON.parse(readFileSync(session, 'utf8')) as { cookies: Array<{ name: string; value: string }> };
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Sends the path and the headers as they are written: a browser, and what is made after its URL rules, tidies dot segments away. */
export const raw = (base: string, path: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<RawReply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const sent = request({ hostname, port, path, method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) } }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: text })).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
