import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiError, createClient, type Client } from '../../../contract/client.ts';
import { ErrorReply } from '../../../contract/errors.ts';
import type { Config } from '../config.ts';
import { UsageError } from './shell.ts';

/** Where this machine reaches the service that listens there. */
function defaultUrl({ host, port }: Config['listen']): string {
  const local = host === '::' || host === '0.0.0.0' ? '127.0.0.1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

function tokenOf(config: Config): string {
  if (config.token !== undefined) {
    return config.token.reveal();
  }
  const file = path.join(config.dataDir, 'admin-token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`No token: ${file} can not be read (${(error as NodeJS.ErrnoException).code}). Set SHELLWATCH_TOKEN or SHELLWATCH_TOKEN_FILE, or SHELLWATCH_DATA_DIR.`);
  }
}

async function failureOf(status: number, text: string, url: string): Promise<ApiError> {
  try {
    const { code, message, details } = ErrorReply.parse(JSON.parse(text));
    return new ApiError(status, code, message, details);
  } catch {
    return new ApiError(status, 'unreachable', `What answers at ${url} is not Shellwatch (HTTP ${status}).`);
  }
}

/** The API of the service the configuration names, over HTTP. */
export function connect(config: Config): Client {
  const url = config.url ?? defaultUrl(config.listen);
  return createClient(async ({ endpoint, path: target, body, headers, signal }) => {
    // Loaded here alone: the service has the same command line, and never asks itself.
    const { request } = await import('undici');
    const reply = await request(`${url}/api/v1${target}`, {
      method: endpoint.method,
      headers: {
        ...headers,
        ...(endpoint.role === 'open' ? {} : { authorization: `Bearer ${tokenOf(config)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      headersTimeout: 120_000,
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: NodeJS.ErrnoException) => {
      throw new ApiError(0, 'unreachable', `No service answers at ${url} (${error.code ?? error.message}). Start it with \`npm start\`, or set SHELLWATCH_URL.`);
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 400) {
      throw await failureOf(reply.statusCode, text, url);
    }
    return text === '' ? undefined : String(reply.headers['content-type']).startsWith('application/json') ? JSON.parse(text) : text;
  });
}
