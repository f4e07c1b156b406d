// Records the examples of the OpenAPI document from a real service that watches this machine: node scripts/recordExamples.ts
// What it writes is committed, and reviewed like code: it holds values of the machine it ran on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { api } from '../contract/api.ts';
import type { Client } from '../contract/client.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { connect } from '../exporter/src/cli/connect.ts';
import { readConfig } from '../exporter/src/config.ts';
import { startEmbeddedServer } from '../exporter/src/demo/embeddedServer.ts';
import { firstPoll } from '../exporter/src/demo/firstPoll.ts';
import { registerDemo } from '../exporter/src/demo/register.ts';
import { createLog } from '../exporter/src/log.ts';
import { startService } from '../exporter/src/main.ts';

const target = path.resolve(import.meta.dirname, '../contract/openapi/examples.json');
/** Lists are shown by their first items, but for those whose length the contract fixes. */
const mostItems = 3;
const whole = new Set(['steps']);
const rows = api as Record<string, Endpoint>;

/** Ones whose reply is a secret, or has no end, are not shown. */
const hidden = new Set(['createToken', 'createKeyPair', 'followFeed']);
const isJson = (value: unknown): boolean => typeof value === 'object' && value !== null;

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, mostItems).map(shortened);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, whole.has(key) ? inner : shortened(inner)]));
  }
  return value;
}

type Call = (request: object) => Promise<unknown>;

/** Requests that need more than an id, and changes, in the order they are made. */
function steps(id: string, fingerprint: string): Array<[keyof Client, object]> {
  const params = { id };
  const auth = { type: 'password', password: 'not kept' };
  return [
    ['getMetrics', { params, query: { family: ['node_load1', 'node_memory_MemAvailable_bytes'] } }],
    ['getHistory', { params, query: { family: 'node_load1' } }],
    ['testServer', { params, body: {} }],
    ['testUnsavedServer', { body: { host: '127.0.0.1', port: 9, username: 'monitor', auth } }],
    ['acceptHostKey', { params, body: { fingerprint } }],
    ['importKnownHosts', { body: { text: '# a comment\nweb9.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ/O4NmHYHfrAPgxkRn3un8yX1KgLzQv8D4QeBVXVlYV\n', dryRun: true } }],
    ['createServer', { body: { name: 'web2', host: '192.0.2.10', username: 'monitor', tags: { role: 'web' }, enabled: false, auth } }],
    ['stopMonitor', { params }],
    ['startMonitor', { params }],
    ['toggleServer', { params }],
  ];
}

async function record(client: Client, id: string): Promise<Record<string, unknown>> {
  const examples: Record<string, unknown> = {};
  const take = async (operation: string, request: object): Promise<void> => {
    try {
      const reply = shortened(await (client[operation as keyof Client] as Call)(request));
      if (isJson(reply)) {
        examples[operation] = reply;
      }
    } catch (error) {
      console.error(`no example of ${operation}: ${(error as Error).message}`);
    }
  };
  const asked = new Set<string>(steps(id, '').map(([operation]) => operation));
  for (const [operation, { method, path: place }] of Object.entries(rows)) {
    const aboutServer = place.startsWith('/servers/{id}') || place === '/status/server/{id}';
    if (method === 'GET' && (aboutServer || !place.includes('{')) && !asked.has(operation) && !hidden.has(operation)) {
      await take(operation, { params: { id } });
    }
  }
  const { seen } = await client.getHostKey({ params: { id } });
  for (const [operation, request] of steps(id, seen?.fingerprint ?? '')) {
    await take(operation, request);
  }
  return examples;
}

const folder = await mkdtemp(path.join(tmpdir(), 'shellwatch-examples-'));
const config = readConfig({ SHELLWATCH_LISTEN: '127.0.0.1:0', SHELLWATCH_DATA_DIR: folder, SHELLWATCH_POLL_INTERVAL: '2s', SHELLWATCH_HISTORY_FLUSH: '1s' });
const [embedded, service] = await Promise.all([startEmbeddedServer(), startService(config, createLog('error'))]);
try {
  const { id } = await registerDemo(service.core, embedded);
  await firstPoll(service.core.pollBus, id);
  await wait(8_000);
  const token = (await readFile(path.join(folder, 'admin-token'), 'utf8')).trim();
  const client = connect(readConfig({ SHELLWATCH_URL: service.url, SHELLWATCH_TOKEN: token }));
  const examples = await record(client, id);
  await writeFile(target, `${JSON.stringify(examples, null, 1)}\n`);
  console.log(`wrote ${Object.keys(examples).length} examples`);
} finally {
  await service.stop();
  await embedded.close();
  await rm(folder, { recursive: true });
}
