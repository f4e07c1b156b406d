import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGrafana } from '../stack/grafana.ts';
import { makePeople } from '../stack/people.ts';
import { answers, freePort, run, type Part } from '../stack/process.ts';

const root = path.resolve(import.meta.dirname, '../..');
const servers = 1_000;
/** A poll of every server, and one more, so that rates are there. */
const settleMs = 35_000;

export interface BigFleet extends Part {
  grafana: string;
  /** Playwright's session of the admin. */
  session: string;
}

/** A real Grafana with the built plugin over the real service, whose thousand servers exist nowhere but answer as a captured one did. */
export async function bigFleet(): Promise<BigFleet> {
  const home = process.env['GRAFANA_HOME'] ?? '';
  const dist = path.resolve(process.env['PLUGIN_DIST'] ?? path.join(root, 'dist'));
  if (!existsSync(path.join(dist, 'module.js'))) {
    throw new Error(`There is no plugin in ${dist}: run npm run build first.`);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-big-'));
  const parts: Part[] = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) {
      await part.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const node = path.join(root, 'node_modules/.bin/node');
  parts.push(run('many', folder, node, [path.join(root, 'tests/big/manyServers.ts'), String(servers)], { SHELLWATCH_LISTEN: listen, SHELLWATCH_DATA_DIR: path.join(folder, 'data'), SHELLWATCH_POLL_INTERVAL: '15s' }));
  await answers(`${url}/health`, 60_000);
  const authorization = `Bearer ${readFileSync(path.join(folder, 'data', 'admin-token'), 'utf8').trim()}`;
  const api = async <T>(where: string, body?: object): Promise<T> => {
    const reply = await fetch(`${url}/api/v1${where}`, { headers: { authorization, 'content-type': 'application/json' }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
    return (await reply.json()) as T;
  };
  const { token } = await api<{ token: string }>('/tokens', { name: 'grafana', kind: 'grafana' });
  const grafana = await startGrafana({
    home, root, dist, folder,
    env: { SHELLWATCH_EXPORTER_URL: url, SHELLWATCH_GRAFANA_TOKEN: token, SHELLWATCH_DATASOURCE_TOKEN: token, SHELLWATCH_PROMETHEUS_URL: 'http://127.0.0.1:9', SHELLWATCH_DASHBOARDS: path.join(root, 'provisioning/dashboards/examples') },
  });
  parts.push(grafana);
  await makePeople(grafana.url, path.join(folder, 'people'));
  const end = Date.now() + 180_000;
  while ((await api<{ totals: { up: number } }>('/status/realtime')).totals.up < servers) {
    if (Date.now() > end) {
      throw new Error(`not all of ${servers} servers are up`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  return { name: 'big fleet', grafana: grafana.url, session: path.join(folder, 'people', 'admin.json'), stop };
}
