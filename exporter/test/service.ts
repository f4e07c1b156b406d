/**
 * The whole service in this process, on an ephemeral port, with a data folder of its own:
 *
 *   const service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' });
 *   await service.ask('GET', '/api/v1/servers')             with the admin token, unless headers say otherwise
 *   await service.client.createServer({ body })             the contract's client, as admin
 *   const token = await service.token({ name: 'v', role: 'viewer' })
 *   await service.stop()                                    always
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import type { Client } from '../../contract/client.ts';
import type { TokenCreate } from '../../contract/token.ts';
import { connect } from '../src/cli/connect.ts';
import { readConfig, type Environment } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startService, type Service } from '../src/main.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON. */
  json: <T = Record<string, unknown>>() => T;
}

export interface AskOptions {
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Another token than the admin's; null sends none. */
  token?: string | null;
}

export interface TestService extends Service {
  readonly folder: string;
  readonly adminToken: string;
  readonly client: Client;
  /** Every line that was logged. */
  readonly log: string[];
  clientOf(token: string): Client;
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  token(input: Partial<TokenCreate> & { name: string }): Promise<string>;
  /** Waits for the state and reason of a server: `up`, `down auth_failed`. */
  reaches(serverId: string, state: string): Promise<void>;
}

/** Waits for what another process or the network brings about. */
export async function eventually(check: () => Promise<boolean>, what: () => string, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) {
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function startTestService(env: Environment = {}): Promise<TestService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-service-'));
  const log: string[] = [];
  const all = { SHELLWATCH_LISTEN: '127.0.0.1:0', SHELLWATCH_DATA_DIR: folder, SHELLWATCH_LOG_LEVEL: 'debug', ...env };
  const service = await startService(readConfig(all), createLog('debug', { write: (line) => void log.push(line) }));
  const adminToken = env['SHELLWATCH_ADMIN_TOKEN'] ?? readFileSync(path.join(folder, 'admin-token'), 'utf8').trim();
  const clientOf = (token: string) => connect(readConfig({ ...all, SHELLWATCH_URL: service.url, SHELLWATCH_TOKEN: token }));
  const client = clientOf(adminToken);

  return {
    ...service,
    folder,
    adminToken,
    client,
    log,
    clientOf,
    async ask(method, target, { body, headers, token = adminToken } = {}) {
      const reply = await request(`${service.url}${target}`, {
        method: method as 'GET',
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await reply.body.text();
      return { status: reply.statusCode, headers: reply.headers, text, json: () => JSON.parse(text) };
    },
    async token(input) {
      const { token } = await client.createToken({ body: input });
      return token;
    },
    async reaches(serverId, wanted) {
      let seen = '';
      const check = async () => {
        const { state, reason } = await client.getServerStatus({ params: { id: serverId } });
        seen = reason === null ? state : `${state} ${reason}`;
        return seen === wanted;
      };
      await eventually(check, () => `${wanted}; it is ${seen}`);
    },
    async stop() {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
