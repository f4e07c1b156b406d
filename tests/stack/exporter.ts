import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { answers, freePort, run, type Part } from './process.ts';

export interface Exporter extends Part {
  url: string;
  /** Where its store and its secrets are. */
  data: string;
  api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Starts it again at the same address, with what it kept. */
  start: () => Promise<void>;
}

/** The real exporter of this tree, with a store of its own. */
export async function startExporter(root: string, folder: string, name = 'exporter', more: Record<string, string> = {}): Promise<Exporter> {
  const data = path.join(folder, name);
  mkdirSync(data, { recursive: true });
  const url = `http://127.0.0.1:${await freePort()}`;
  const node = path.join(root, 'node_modules', '.bin', 'node');
  // Of the mounts the root alone: what else there is differs from machine to machine.
  const env = { SHELLWATCH_LISTEN: url.slice(7), SHELLWATCH_DATA_DIR: data, SHELLWATCH_POLL_INTERVAL: '5s', SHELLWATCH_COLLECTOR_FILESYSTEM_MOUNT_POINTS_EXCLUDE: '^/.+', ...more };
  let part: Part | undefined;
  const start = async () => {
    part = run(name, folder, node, [path.join(root, 'exporter/src/cli.ts'), 'serve'], env);
    await answers(`${url}/health`, 60_000);
  };
  await start();
  const token = readFileSync(path.join(data, 'admin-token'), 'utf8').trim();
  return {
    name,
    url,
    data,
    start,
    stop: async () => part?.stop(),
    api: async <T>(method: string, where: string, body?: unknown) => {
      const reply = await fetch(`${url}/api/v1${where}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (!reply.ok) {
        throw new Error(`${method} ${where}: ${reply.status} ${await reply.text()}`);
      }
      return (reply.status === 204 ? undefined : await reply.json()) as T;
    },
  };
}
