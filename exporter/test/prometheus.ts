import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDaemon, type Daemon } from './daemon.ts';
import { freePort } from './freePort.ts';

const binary = '/usr/bin/prometheus';
export const havePrometheus = existsSync(binary);

export interface TestPrometheus extends Daemon {
  readonly url: string;
  /** An instant query: labels and number of each series. */
  query(expr: string): Promise<Array<{ labels: Record<string, string>; value: number }>>;
}

/** A real Prometheus with a configuration of the test's own. Always `stop()` it. */
export async function startPrometheus(config: string): Promise<TestPrometheus> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-prometheus-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(folder, 'prometheus.yml'), config);
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`];
  const daemon = await startDaemon(binary, args, { cwd: folder, ready: async () => (await fetch(`${url}/-/ready`)).ok, ended: () => rmSync(folder, { recursive: true, force: true }) });
  return {
    ...daemon,
    url,
    async query(expr) {
      const reply = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`);
      const { data } = (await reply.json()) as { data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> } };
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
  };
}
