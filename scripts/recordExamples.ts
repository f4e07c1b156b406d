// Records the examples of the OpenAPI document from a real service that watches this machine: node scripts/recordExamples.ts
// What it writes is committed, and reviewed like code: it holds values of the machine it ran on.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
import { tellStories, type Scene, type Take } from './exampleStories.ts';

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
/** Everything that can be asked with nothing, or with the id of a server; lists hold by then what was made before. */
async function plainReads(take: Take, id: string, told: ReadonlySet<string>): Promise<void> {
  for (const [operation, { method, path: where }] of Object.entries(rows)) {
    const aboutServer = where.startsWith('/servers/{id}') || where === '/status/server/{id}';
    if (method === 'GET' && (aboutServer || !where.includes('{')) && !told.has(operation) && !hidden.has(operation)) {
      await take(operation as keyof Client, { params: { id } });
    }
  }
}

async function record(scene: Scene): Promise<Record<string, unknown>> {
  const examples: Record<string, unknown> = {};
  const take: Take = async (operation, request) => {
    const reply = await (scene.client[operation] as Call)(request);
    if (isJson(reply)) {
      examples[operation] = shortened(reply);
    }
    return reply as never;
  };
  await tellStories(take, scene);
  await plainReads(take, scene.id, new Set(Object.keys(examples)));
  return examples;
}

// A fixed name, as it shows in the examples; whoever has it already wins.
const folder = path.join(tmpdir(), 'shellwatch-examples');
await mkdir(folder);
const config = readConfig({ SHELLWATCH_LISTEN: '127.0.0.1:0', SHELLWATCH_DATA_DIR: folder, SHELLWATCH_POLL_INTERVAL: '2s', SHELLWATCH_HISTORY_FLUSH: '1s' });
const [embedded, service] = await Promise.all([startEmbeddedServer(), startService(config, createLog('error'))]);
try {
  const { id } = await registerDemo(service.core, embedded);
  await firstPoll(service.core.pollBus, id);
  await wait(8_000);
  const token = (await readFile(path.join(folder, 'admin-token'), 'utf8')).trim();
  const client = connect(readConfig({ SHELLWATCH_URL: service.url, SHELLWATCH_TOKEN: token }));
  const { seen } = await client.getHostKey({ params: { id } });
  const webhookSecret = (await readFile(path.join(folder, 'webhook-secret'), 'utf8')).trim();
  const examples = await record({ client, url: service.url, webhookSecret, id, fingerprint: seen?.fingerprint ?? '', folder });
  await writeFile(target, `${JSON.stringify(examples, null, 1)}\n`);
  console.log(`wrote ${Object.keys(examples).length} examples`);
} finally {
  await service.stop();
  await embedded.close();
  await rm(folder, { recursive: true });
}
